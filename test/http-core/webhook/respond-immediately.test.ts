import * as z from 'zod/v4-mini';

import { verifyUrlToken } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { serveDeliveries, subscribe } from './delivery-server';
import type { DeliveryServer } from './delivery-server';

const Event = z.looseObject({ id: z.string() });
type Event = z.infer<typeof Event>;

/** Items that take until they are told to be ready, or to fail. */
class SlowItems {
  readonly asked: string[] = [];
  ready = (): void => {};
  fail = (): void => {};
  readonly receiver: Receiver<Event> = {
    verify: verifyUrlToken(),
    schema: () => Event,
    deliveryId: ({ id }) => id,
    responseMode: () => 'immediately',
    toItems: async ({ id }) => {
      this.asked.push(id);
      await new Promise<void>((resolve, reject) => {
        this.ready = resolve;
        this.fail = () => reject(new Error('no items'));
      });
      return id === 'nothing' ? [] : [{ json: { id } }];
    },
  };
}

let items: SlowItems;
let server: DeliveryServer;
let url: string;

beforeEach(async () => {
  clearProcessCache();
  items = new SlowItems();
  server = await serveDeliveries(() => items.receiver as unknown as Receiver<never>);
  url = await subscribe(server);
});
afterEach(async () => await server.close());

async function send(id: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  });
  return [response.status, await response.text()];
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 2_000) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const ACCEPTED = [200, '{"accepted":true}'];
const DUPLICATE = [200, '{"accepted":true,"duplicate":true}'];

test('responds before the items are made and starts the execution afterwards', async () => {
  expect(await send('1')).toEqual(ACCEPTED);
  await until(() => items.asked.length > 0);
  expect(items.asked).toEqual(['1']);
  expect(server.executions).toEqual([]);
  items.ready();
  await until(() => server.executions.length > 0);
  expect(server.executions).toEqual([[{ json: { id: '1' } }]]);
  expect(server.responses).toBe(1);
});

test('a duplicate does not wait for the items and starts nothing', async () => {
  expect(await send('1')).toEqual(ACCEPTED);
  expect(await send('1')).toEqual(DUPLICATE);
  items.ready();
  await until(() => server.executions.length > 0);
  expect(await send('1')).toEqual(DUPLICATE);
  expect(server.executions).toHaveLength(1);
});

test('ids that other deliveries accepted in the meantime are saved as well', async () => {
  await send('slow');
  const { ready } = items;
  await send('quick');
  items.ready();
  await until(() => server.executions.length === 1);
  ready();
  await until(() => server.executions.length === 2);
  // As after a restart: nothing but the database.
  clearProcessCache();
  expect(await send('slow')).toEqual(DUPLICATE);
  expect(await send('quick')).toEqual(DUPLICATE);
});

test('an error in toItems starts nothing, sends no second response and lets the event come again', async () => {
  expect(await send('1')).toEqual(ACCEPTED);
  items.fail();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await send('1')).toEqual(ACCEPTED);
  items.ready();
  await until(() => server.executions.length > 0);
  expect(server.responses).toBe(2);
});

test('an event without items counts as delivered even after a restart', async () => {
  expect(await send('nothing')).toEqual(ACCEPTED);
  items.ready();
  await until(() => JSON.stringify(server.database).includes('seenDeliveries'));
  expect(await send('nothing')).toEqual(DUPLICATE);
  clearProcessCache();
  expect(await send('nothing')).toEqual(DUPLICATE);
  expect(server.executions).toEqual([]);
  expect(items.asked).toEqual(['nothing']);
});
