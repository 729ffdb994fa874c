import fc from 'fast-check';
import * as z from 'zod/v4-mini';

import { verifyUrlToken } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import { clearProcessCache, processCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { cacheKey } from '@signalbox/http-core/internal/webhook/state/node-identity';
import { loadWorkflow } from '../real-contexts';
import { serveDeliveries, subscribe } from './delivery-server';
import type { DeliveryServer } from './delivery-server';

/*
 * In every case, each request gets one response, an event that failed may come again, and nothing is held back from
 * those that come later.
 */

const Event = z.object({ id: z.string() });
type Event = z.infer<typeof Event>;

let at = 0;
const receiver: Receiver<Event> = {
  acceptsMediaType: () => true,
  needsSecret: () => true,
  verify: verifyUrlToken(),
  split: (body) => (Array.isArray(body) ? body : [body]),
  schema: () => Event,
  directResponse: () => undefined,
  accepts: () => () => true,
  deliveryId: ({ id }) => id,
  latestOnly:
    () =>
    ({ id }) => ({ key: `series of ${id}`, at: ++at }),
  responseMode: () => server.responseMode,
  toItems: (event) => [{ json: event }],
};

let current: Receiver<Event>;
let server: DeliveryServer;
let url: string;

beforeEach(async () => {
  clearProcessCache();
  current = receiver;
  server = await serveDeliveries(() => current as unknown as Receiver<never>);
  url = await subscribe(server);
});

afterEach(async () => {
  await server.close();
});

async function send(body: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(2_000),
  });
  return { status: response.status, text: await response.text() };
}

const held = () => {
  const ctx = loadWorkflow().webhookContext({} as never, {} as never);
  const {
    locks,
    uncommitted: unconfirmed,
    uncommittedPrevious: replaced,
  } = processCache(cacheKey(ctx, 'production'));
  return [locks.isIdle ? 0 : 1, unconfirmed.size, replaced.size];
};

/** Errors that may be thrown, and how. */
const faults = {
  error: () => {
    throw new Error('a fault');
  },
  nothing: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what careless code does
    throw undefined;
  },
  'an error that cannot be read': () => {
    throw Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('unreadable');
      },
    });
  },
  rejection: () => Promise.reject(new Error('a fault')) as never,
};

/** The functions of a receiver, the two that others give included. */
const places = [
  'acceptsMediaType',
  'needsSecret',
  'verify',
  'split',
  'schema',
  'directResponse',
  'accepts',
  'accepts, later',
  'deliveryId',
  'latestOnly',
  'latestOnly, later',
  'responseMode',
  'toItems',
] as const;

/** Those that may be asynchronous. */
const AWAITED: readonly string[] = ['verify', 'accepts, later', 'toItems'];

/** The receiver with a fault in one of its functions, from a certain call of it on. */
function faulty(place: (typeof places)[number], fault: () => never, from: number): Receiver<Event> {
  const [name, later] = place.split(', ') as [keyof Receiver<Event>, string?];
  let calls = 0;
  const failing =
    (inner: (...given: never[]) => unknown) =>
    (...given: never[]) =>
      ++calls >= from ? fault() : inner(...given);
  const original = receiver[name] as (...given: never[]) => (...given: never[]) => unknown;
  return {
    ...receiver,
    [name]: later ? (...given: never[]) => failing(original(...given)) : failing(original),
  };
}

test('any thrown error leads to one response, releases all claims and lets the events come again', async () => {
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('onReceived' as const, 'lastNode' as const),
      fc.constantFrom(1, 3),
      async (place, kind, from, mode, count) => {
        const fault = kind === 'rejection' && !AWAITED.includes(place) ? faults.error : faults[kind];
        server.responseMode = mode;
        const before = { ...server, executions: server.executions.length };
        const events = Array.from({ length: count }, () => ({ id: `event ${++at}` }));
        current = faulty(place, fault, from);
        const { status, text } = await send(events);
        current = receiver;
        expect(server.responses - before.responses).toBe(1);
        const started = server.executions.length - before.executions;
        expect(started).toBe(status === 200 ? 1 : 0);
        if (started === 0) {
          failed++;
          expect(() => JSON.parse(text) as unknown).not.toThrow();
          expect(text).not.toContain('fault');
          expect((await send(events)).status).toBe(200);
          expect(server.executions.at(-1)).toHaveLength(count);
        }
        expect(held()).toEqual([0, 0, 0]);
      },
    ),
    { numRuns: 400 },
  );
  expect(failed).toBeGreaterThan(100);
});

test('an error after an immediate response sends no second one', async () => {
  server.responseMode = 'immediately';
  current = faulty('toItems', faults.error, 1);
  expect((await send({ id: 'a' })).status).toBe(200);
  expect(server.responses).toBe(1);
  expect(held()).toEqual([0, 0, 0]);
});

function circle(): object {
  const itself: Record<string, unknown> = {};
  return Object.assign(itself, { itself });
}

test.each<[string, object]>([
  ['a circle', circle()],
  [
    'a getter that throws',
    {
      get size(): never {
        throw new Error('a fault');
      },
    },
  ],
  ['lists in lists', { lists: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown }],
])('responds 500 if a direct response has %s', async (_, body) => {
  current = { ...receiver, directResponse: () => ({ status: 200, body }) };
  expect(await send({ id: 'a' })).toEqual({
    status: 500,
    text: '{"error":"the event could not be handled, send it again"}',
  });
  expect(server.responses).toBe(1);
});

test('a response to a sender that has hung up does no harm', async () => {
  const gone = new AbortController();
  current = {
    ...receiver,
    verify: async () => {
      gone.abort();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { ok: false, reason: 'too late' };
    },
  };
  const sent = fetch(url, { method: 'POST', body: '{}', signal: gone.signal });
  await expect(sent).rejects.toThrow();
  while (server.responses === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  current = receiver;
  expect((await send({ id: 'a' })).status).toBe(200);
});
