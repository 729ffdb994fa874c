import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { jsonOf, runShelf, told } from './run-shelf';
import { shelfService } from './shelf-service';
import type { Received, ShelfService } from './shelf-service';

/** Fate of a POST. */
type Fate = 'lost' | 'answered' | 'unreadable' | 'refused' | 'failed' | 'conflict';

let service: ShelfService;
let orders: { id: string; at: number; reference: string; seenFromMs: number }[];
/** Fates of the POSTs in order; the last one applies to all further POSTs. */
let fates: [fate: Fate, isCarriedOut: boolean][];
/** Milliseconds by which the service's clock is ahead of n8n's. */
let aheadMs: number;
/** Milliseconds until a new order becomes visible. */
let delayMs: number;
let lookStatus: number;

beforeEach(async () => {
  orders = [];
  fates = [['answered', true]];
  aheadMs = 0;
  delayMs = 0;
  lookStatus = 200;
  service = await shelfService();
  service.answer = (request, response) => {
    const headers = { date: new Date(Date.now() + aheadMs).toUTCString() };
    if (request.method === 'GET') return { headers, status: lookStatus, body: shown(request) };
    const [fate, isCarriedOut] = fates.length > 1 ? fates.shift()! : fates[0]!;
    const { reference } = JSON.parse(request.body.toString()) as { reference: string };
    const orderId = isCarriedOut ? order(reference) : 'none';
    if (fate === 'lost') return void response.destroy();
    const status = { answered: 200, unreadable: 200, refused: 429, failed: 502, conflict: 409 }[fate];
    return { headers, status, body: fate === 'unreadable' ? 'not JSON' : { orderId } };
  };
});
afterEach(() => service.close());

function order(reference: string, agoMs = 0): string {
  const id = randomUUID();
  orders.unshift({ id, at: Date.now() + aheadMs - agoMs, reference, seenFromMs: Date.now() + delayMs });
  return id;
}

function shown({ url }: Received) {
  const reference = new URL(url, service.url).searchParams.get('reference');
  const seen = orders.filter((one) => one.reference === reference && one.seenFromMs <= Date.now());
  return { orders: seen.map(({ id, at }) => ({ id, at })) };
}

const run = (parameters: INodeParameters = {}, options: Partial<Parameters<typeof runShelf>[1]> = {}) =>
  runShelf('order', {
    baseUrl: service.url,
    parameters: { reference: 'r', ...parameters },
    ...options,
  });
const sent = () => service.received.filter(({ method }) => method === 'POST').length;
const looks = () => service.received.length - sent();

describe('an outcome that is unknown', () => {
  test.each<Fate>(['lost', 'unreadable', 'failed'])(
    'is a success if the trace is there (%s)',
    async (fate) => {
      fates = [[fate, true]];
      delayMs = 150;
      expect(jsonOf(await run())).toEqual([{ orderId: orders[0]!.id }]);
      expect(sent()).toBe(1);
    },
  );

  test.each<Fate>(['lost', 'failed'])('is no more once the trace is surely absent (%s)', async (fate) => {
    fates = [
      [fate, false],
      [fate, false],
      ['answered', true],
    ];
    expect(jsonOf(await run())).toEqual([{ orderId: orders[0]!.id }]);
    expect([sent(), orders.length]).toEqual([3, 1]);
  });

  test.each([
    [
      'an answer that cannot be read: asking again is no hint',
      'unreadable',
      {},
      'answered with something that is not valid JSON',
    ],
    ['no retry left', 'failed', { maxRetries: 0 }, 'has a problem of its own'],
  ] as const)('is known to be none after %s', async (_, fate, options, message) => {
    fates = [[fate, false]];
    const { message: said, description } = told(await run({ options }));
    expect(said).toContain(message);
    expect(description).not.toMatch(/may have been carried out/);
    expect(sent()).toBe(1);
  });

  test.each([
    ['without a reference', { reference: '' }, 200],
    ['when the look is refused', {}, 403],
    ['when there is no time to look long enough', { options: { deadline: 0.3 } }, 200],
  ])('stays unknown %s', async (_, parameters, status) => {
    lookStatus = status;
    fates = [['lost', false]];
    expect(told(await run(parameters)).description).toMatch(/may have been carried out all the same/);
    expect(sent()).toBe(1);
  });

  test('stays unknown when the user stops the execution', async () => {
    fates = [['lost', false]];
    const { status, cancelledInMs } = await run({}, { cancelAfterMs: 200 });
    expect(status).toBe('canceled');
    expect(cancelledInMs).toBeLessThan(1000);
    expect(sent()).toBe(1);
  });

  test.each([600_000, 0, -600_000])(
    'is told from what was there before by the clock of the service (%i ms ahead)',
    async (ms) => {
      aheadMs = ms;
      const before = order('r', 5_000);
      fates = [
        ['lost', false],
        ['answered', true],
      ];
      const [item] = jsonOf(await run());
      expect(item!.orderId).not.toBe(before);
      expect(orders.map(({ id }) => id)).toEqual([item!.orderId, before]);

      fates = [['lost', true]];
      order('r', 5_000);
      const [found] = jsonOf(await run());
      expect(sent()).toBe(3);
      expect(found!.orderId).toBe(orders[0]!.id);
    },
  );

  test('is told from what other items have left, though the clock of HTTP has whole seconds', async () => {
    fates = [
      ['answered', true],
      ['lost', false],
      ['lost', true],
      ['answered', true],
    ];
    const items = Array.from({ length: 3 }, () => ({ json: {} }));
    const ids = jsonOf(await run({}, { items })).map(({ orderId }) => orderId);
    expect(ids).toEqual(orders.map(({ id }) => id).reverse());
    expect(new Set(ids).size).toBe(3);
  });

  test('costs nothing as long as nothing is lost', async () => {
    await run();
    expect(looks()).toBe(0);
  });

  test('is settled for good: Retry On Fail sends again what is surely absent, and nothing else', async () => {
    const retry = { maxTries: 3, waitBetweenTries: 1 };
    const options = { maxRetries: 0 };
    fates = [
      ['lost', false],
      ['answered', true],
    ];
    expect(jsonOf(await run({ options }, { retry }))).toHaveLength(1);
    expect(sent()).toBe(2);
    lookStatus = 403;
    fates = [['lost', false]];
    await run({ options }, { retry });
    expect(sent()).toBe(3);
  });
});

describe('a success', () => {
  test('ends when its trace can be seen, if that is wanted', async () => {
    delayMs = 250;
    expect(jsonOf(await run({ waits: true }))).toEqual([{ orderId: orders[0]!.id }]);
    expect(Date.now()).toBeGreaterThanOrEqual(orders[0]!.seenFromMs);
    expect(looks()).toBeGreaterThan(0);
  });

  test.each([
    ['its trace does not appear', 10_000, 200],
    ['it cannot be looked for', 0, 403],
  ])('is one all the same if %s', async (_, ms, status) => {
    delayMs = ms;
    lookStatus = status;
    expect(jsonOf(await run({ waits: true }))).toEqual([{ orderId: orders[0]!.id }]);
  });
});
