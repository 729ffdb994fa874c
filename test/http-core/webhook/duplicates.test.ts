import fc from 'fast-check';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { verifyUrlToken } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import { seenEvents } from '@signalbox/http-core/internal/webhook/dedupe/duplicates';
import type { Claim } from '@signalbox/http-core/internal/webhook/dedupe/claim';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { loadWorkflow } from '../real-contexts';
import { serveDeliveries, subscribe } from './delivery-server';
import type { DeliveryServer } from './delivery-server';

/** As much time as any test needs. */
const patient = () => Date.now() + 60_000;

/** Claims the delivery `same`. */
async function claimSame(ctx: IWebhookFunctions): Promise<Claim | undefined> {
  const claim = await seenEvents(ctx).claim('same', patient());
  return typeof claim === 'string' ? undefined : claim;
}

/** n8n around one trigger: each delivery loads the database when it begins and writes all of it back when it ends. */
class Instance {
  database: IDataObject = {};
  readonly accepted: string[] = [];

  /** Delivers once; `true` when the service would count it as delivered. */
  async deliver(
    id: string,
    fails: boolean,
    pauses: number,
    limit?: number,
    savePauses = 0,
  ): Promise<boolean> {
    const loaded = loadWorkflow({ staticData: this.database });
    const ctx = loaded.webhookContext({} as never, {} as never);
    const seen = seenEvents(ctx, { limit });
    const claim = await seen.claim(id, patient());
    if (typeof claim === 'string') return true;
    for (let pause = 0; pause < pauses; pause++) await Promise.resolve();
    if (fails) {
      claim.rollback();
      return false;
    }
    claim.markSeen();
    seen.persist();
    claim.commit();
    this.accepted.push(id);
    for (let pause = 0; pause < savePauses; pause++) await Promise.resolve();
    // Last writer wins: this may put back an older copy, without the ids that others have written since.
    if (loaded.isChanged()) this.database = loaded.saved();
    return true;
  }
}

beforeEach(() => {
  clearProcessCache();
});

test('each id starts one execution under any concurrency, failures and restarts', async () => {
  const delivery = fc.record({
    id: fc.constantFrom(...'abcdefgh'),
    fails: fc.boolean(),
    pauses: fc.nat({ max: 6 }),
    savePauses: fc.nat({ max: 12 }),
  });
  const batches = fc.array(
    fc.record({ deliveries: fc.array(delivery, { maxLength: 8 }), restart: fc.boolean() }),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      clearProcessCache();
      const instance = new Instance();
      const confirmed = new Set<string>();
      for (const { deliveries, restart } of all) {
        const outcomes = await Promise.all(
          deliveries.map(({ id, fails, pauses, savePauses }) =>
            instance.deliver(id, fails, pauses, undefined, savePauses),
          ),
        );
        deliveries.forEach(({ id }, index) => outcomes[index] && confirmed.add(id));
        if (!restart) continue;
        // A slower request may have written an older copy last; the next delivery repairs that.
        await instance.deliver(`before restart ${instance.accepted.length}`, false, 0);
        clearProcessCache();
      }
      const ids = instance.accepted.filter((id) => id.length === 1);
      expect(new Set(ids).size).toBe(ids.length);
      // Nothing was confirmed to the service that did not start.
      expect(new Set(ids)).toEqual(confirmed);
    }),
    { numRuns: 1000 },
  );
});

test('the process evicts the oldest ids above its limit', async () => {
  const instance = new Instance();
  for (let n = 0; n < 30; n++) await instance.deliver(`id ${n}`, false, 0, 10);
  // The saved data has more of them, and would bring them back.
  instance.database = {};
  for (let n = 20; n < 30; n++) await instance.deliver(`id ${n}`, false, 0, 10);
  expect(instance.accepted).toHaveLength(30);
  await instance.deliver('id 19', false, 0, 10);
  expect(instance.accepted).toHaveLength(31);
});

test('the newest 250 ids survive a restart', async () => {
  const instance = new Instance();
  for (let n = 0; n < 400; n++) await instance.deliver(`id ${n}`, false, 0);
  const saved = (instance.database['node:Trigger'] as IDataObject).seenDeliveries as string;
  expect(saved).toHaveLength(250 * 8);
  for (let n = 0; n < 400; n++) await instance.deliver(`id ${n}`, false, 0);
  expect(instance.accepted).toHaveLength(400);

  clearProcessCache();
  for (let n = 399; n >= 150; n--) await instance.deliver(`id ${n}`, false, 0);
  expect(instance.accepted).toHaveLength(400);
  await instance.deliver('id 149', false, 0);
  expect(instance.accepted).toHaveLength(401);
});

test('an uncommitted id is persisted only by its own delivery, so it is no duplicate if that fails', async () => {
  const claim = async (id: string, staticData: IDataObject) => {
    const loaded = loadWorkflow({ staticData });
    const seen = seenEvents(loaded.webhookContext({} as never, {} as never));
    return { loaded, seen, claimed: await seen.claim(id, patient()) };
  };
  const accepted = async (id: string) => {
    const { claimed, ...rest } = await claim(id, {});
    if (typeof claimed === 'string') throw new Error(claimed);
    claimed.markSeen();
    return { ...rest, claimed };
  };
  const [failing, other, third] = [
    await accepted('failing'),
    await accepted('other'),
    await accepted('third'),
  ];
  third.claimed.commit();
  other.seen.persist();
  failing.claimed.rollback();

  // The data that the other one has saved comes with the copy.
  const saved = other.loaded.saved();
  expect((saved['node:Trigger'] as { seenDeliveries: string }).seenDeliveries).toHaveLength(2 * 8);
  expect((await claim('other', saved)).claimed).toBe('duplicate');
  expect((await claim('third', saved)).claimed).toBe('duplicate');
  const again = (await claim('failing', saved)).claimed;
  expect(again).not.toBe('duplicate');
});

test('ids saved by another process count even after this process has written', async () => {
  const here = new Instance();
  await here.deliver('ours', false, 0);
  const mine = structuredClone(here.database);

  clearProcessCache();
  const there = new Instance();
  await there.deliver('theirs', false, 0);

  clearProcessCache();
  here.database = mine;
  await here.deliver('ours', false, 0);
  here.database = there.database;
  await here.deliver('theirs', false, 0);
  await here.deliver('another', false, 0);
  clearProcessCache();
  for (const id of ['ours', 'theirs', 'another']) await here.deliver(id, false, 0);
  expect(here.accepted).toEqual(['ours', 'another']);
});

test.each([[undefined], [null], [7], ['too short'], ['x'.repeat(100)]])(
  'ignores the malformed list of ids %p',
  async (saved) => {
    const instance = new Instance();
    instance.database = { 'node:Trigger': { seenDeliveries: saved as string } };
    await instance.deliver('a', false, 0);
    await instance.deliver('a', false, 0);
    expect(instance.accepted).toEqual(['a']);
  },
);

test('two nodes do not share their ids', async () => {
  const first = loadWorkflow({ webhookId: 'one' }).webhookContext({} as never, {} as never);
  const second = loadWorkflow({ webhookId: 'two' }).webhookContext({} as never, {} as never);
  (await claimSame(first))!.markSeen();
  expect(await claimSame(first)).toBeUndefined();
  expect(await claimSame(second)).toBeDefined();
});

test('twenty simultaneous copies over HTTP start one execution even if the first one fails', async () => {
  let attempts = 0;
  const Event = z.looseObject({ id: z.string() });
  const receiver: Receiver<z.infer<typeof Event>> = {
    verify: verifyUrlToken(),
    schema: () => Event,
    deliveryId: ({ id }) => id,
    toItems: async (event) => {
      const isFirst = attempts++ === 0;
      await new Promise((resolve) => setImmediate(resolve));
      if (isFirst) throw new Error('the first attempt fails');
      return [{ json: { ...event } }];
    },
  };
  const server = await serveDeliveries(() => receiver as unknown as Receiver<never>);
  try {
    const url = await subscribe(server);
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":"same"}' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const response = await fetch(url, init);
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(server.executions).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('500'))).toHaveLength(1);
    expect(answers.filter((answer) => answer === '200 {"accepted":true}')).toHaveLength(1);
    expect(answers.filter((answer) => answer === '200 {"accepted":true,"duplicate":true}')).toHaveLength(18);
    expect(server.responses).toBe(20);
  } finally {
    await server.close();
  }
});

test('the process cache is bounded and never evicts a delivery in progress', async () => {
  const context = (webhookId: string) => loadWorkflow({ webhookId }).webhookContext({} as never, {} as never);
  (await claimSame(context('quiet')))!.markSeen();
  const underWay = (await claimSame(context('busy')))!;
  for (let n = 0; n < 1_000; n++) (await claimSame(context(`other ${n}`)))!.markSeen();

  // Each context has separate static data here, so only the process can know.
  expect(await claimSame(context('quiet'))).toBeDefined();
  const second = claimSame(context('busy'));
  underWay.markSeen();
  expect(await second).toBeUndefined();
});

describe('lists of events over HTTP', () => {
  const Event = z.object({ id: z.string() });
  const lists: Receiver<z.infer<typeof Event>> = {
    verify: verifyUrlToken(),
    split: (body) => body as unknown[],
    schema: () => Event,
    deliveryId: ({ id }) => id,
    toItems: (event) => [{ json: event }],
  };
  let server: DeliveryServer;
  let url: string;
  beforeEach(async () => {
    server = await serveDeliveries(() => lists as unknown as Receiver<never>);
    url = await subscribe(server);
  });
  afterEach(async () => {
    await server.close();
  });

  const send = async (ids: readonly unknown[]) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ids.map((id) => ({ id: String(id) }))),
    });
    await response.text();
    return response.status;
  };
  const ran = () => server.executions.flat().map(({ json }) => json.id);
  const span = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

  test.each([10, 100, 1_000])('none of %i events in a list runs again after a restart', async (count) => {
    await send(span(0, count));
    clearProcessCache();
    await send(span(0, count).reverse());
    for (const id of [0, count >> 1, count - 1]) await send([id]);
    expect(ran()).toHaveLength(count);
  });

  test('a list keeps earlier ids in static data as far as there is room', async () => {
    for (const id of span(0, 100)) await send([id]);
    await send(span(100, 110));
    await send(span(110, 160));
    clearProcessCache();
    await send(span(0, 160));
    expect(ran()).toHaveLength(160);
  });

  test('a list longer than the limit is saved completely until the next delivery', async () => {
    const saved = () =>
      (server.database['node:Trigger'] as { seenDeliveries: string }).seenDeliveries.length / 8;
    await send(span(0, 900));
    expect(saved()).toBe(900);
    await send([900]);
    expect(saved()).toBe(250);
  });

  test('each event of a list starts once over restarts and failed starts', async () => {
    const list = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 30 });
    const round = fc.record({ lists: fc.array(list, { maxLength: 4 }), failures: fc.nat({ max: 2 }) });
    let prefix = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), async (rounds) => {
        prefix++;
        server.executions = [];
        const wanted = new Set<string>();
        for (const { lists: sent, failures } of rounds) {
          server.startFailures = failures;
          await Promise.all(
            sent.map(async (ids) => {
              const named = ids.map((id) => `${prefix} ${id}`);
              for (let status = 500; status !== 200;) status = await send(named);
              named.forEach((id) => wanted.add(id));
            }),
          );
          server.startFailures = 0;
          // Of several at the same instant, the last one to be saved may lack what others had not confirmed.
          await send([`${prefix} ${Math.random()}`]);
          clearProcessCache();
        }
        const ids = ran().filter((id) => /^\d+ \d+$/.test(id as string));
        expect(ids).toHaveLength(wanted.size);
        expect(new Set(ids)).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  test('a list of a thousand events takes as many writes as one of ten', async () => {
    const writes = async (count: number) => {
      const loaded = loadWorkflow({ webhookId: `list of ${count}`, staticData: {} });
      const seen = seenEvents(loaded.webhookContext({} as never, {} as never));
      let written = 0;
      for (let n = 0; n < count; n++) {
        const claim = await seen.claim(`${n}`, patient());
        if (typeof claim === 'string') throw new Error(claim);
        loaded.resetChanged();
        claim.markSeen();
        claim.commit();
        if (loaded.isChanged()) written++;
      }
      seen.persist();
      return [written, (loaded.saved()['node:Trigger'] as { seenDeliveries: string }).seenDeliveries.length];
    };
    expect(await writes(10)).toEqual([0, 10 * 8]);
    expect(await writes(1_000)).toEqual([0, 1_000 * 8]);
  });
});
