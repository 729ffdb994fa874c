import * as z from 'zod/v4-mini';

import { verifyUrlToken } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import type { Claim } from '@signalbox/http-core/internal/webhook/dedupe/claim';
import { latestVersions } from '@signalbox/http-core/internal/webhook/dedupe/latest-per-key';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { loadWorkflow } from '../real-contexts';
import { serveDeliveries, subscribe } from './delivery-server';
import type { DeliveryServer } from './delivery-server';

const Event = z.looseObject({ id: z.string(), series: z.optional(z.string()), at: z.optional(z.number()) });
type Event = z.infer<typeof Event>;

const receiver: Receiver<Event> = {
  verify: verifyUrlToken(),
  schema: () => Event,
  deliveryId: ({ id }) => id,
  latestOnly:
    () =>
    ({ series, at }) =>
      series === undefined ? undefined : { key: series, at: at! },
  responseMode: () => server.responseMode,
  toItems: (event) => [{ json: { ...event } }],
};

let current: Receiver<Event>;
let server: DeliveryServer;
let url: string;

beforeEach(async () => {
  clearProcessCache();
  current = receiver;
  server = await serveDeliveries(() => current as unknown as Receiver<never>);
  url = await subscribe(server);
  server.responseMode = 'lastNode';
});

afterEach(async () => {
  await server.close();
});

async function send(event: object, signal?: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
    signal,
  });
  return `${response.status} ${await response.text()}`.trim();
}

const DUPLICATE = '200 {"accepted":true,"duplicate":true}';
const STALE = '200 {"accepted":false,"stale":true}';
const IN_PROGRESS = '503 {"error":"the event is being handled, send it again later"}';
const FAILED = '500 {"message":"Error in workflow"}';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A workflow whose executions end when the test says so. */
function controlledWorkflow() {
  const running: { succeed(): void; fail(): void }[] = [];
  server.workflow = () =>
    new Promise((resolve, reject) => {
      running.push({ succeed: () => resolve(), fail: () => reject(new Error('the workflow fails')) });
    });
  return running;
}

describe('response mode lastNode', () => {
  test('confirms a successful execution with an empty body and does not run it again', async () => {
    const running = controlledWorkflow();
    let answer: string | undefined;
    const sent = send({ id: '1' }).then((text) => (answer = text));
    await until(() => running.length === 1);
    expect(answer).toBeUndefined();
    running[0]!.succeed();
    expect(await sent).toBe('200');
    expect(await send({ id: '1' })).toBe(DUPLICATE);
    expect(server.executions).toHaveLength(1);
  });

  test('responds 500 to a failed execution and runs the event again until it succeeds', async () => {
    let failures = 2;
    server.workflow = async () => {
      if (failures-- > 0) throw new Error('the workflow fails');
    };
    expect([await send({ id: '1' }), await send({ id: '1' }), await send({ id: '1' })]).toEqual([
      FAILED,
      FAILED,
      '200',
    ]);
    expect(await send({ id: '1' })).toBe(DUPLICATE);
    expect(server.executions).toHaveLength(3);
  });

  test('duplicates wait for the outcome and are reported as duplicates after a success', async () => {
    const running = controlledWorkflow();
    const copies = Array.from({ length: 5 }, () => send({ id: '1' }));
    await until(() => server.requests === 5 && running.length > 0);
    running[0]!.succeed();
    expect((await Promise.all(copies)).sort()).toEqual(['200', DUPLICATE, DUPLICATE, DUPLICATE, DUPLICATE]);
    expect(running).toHaveLength(1);
  });

  test('runs one of the waiting duplicates after a failure, never two concurrently', async () => {
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    server.workflow = async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      if (++runs <= 3) throw new Error('the workflow fails');
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ id: '1' })));
    expect(most).toBe(1);
    expect(runs).toBe(4);
    expect(answers.filter((answer) => answer === FAILED)).toHaveLength(3);
    expect(answers.filter((answer) => answer === DUPLICATE)).toHaveLength(6);
  });

  test('responds 503 to a duplicate that has waited for inFlightWaitMs', async () => {
    current = { ...receiver, inFlightWaitMs: 50 };
    const running = controlledWorkflow();
    const first = send({ id: '1' });
    await until(() => running.length === 1);
    expect(await send({ id: '1' })).toBe(IN_PROGRESS);
    expect(await send({ id: '1' })).toBe(IN_PROGRESS);
    running[0]!.succeed();
    expect(await first).toBe('200');
    expect(await send({ id: '1' })).toBe(DUPLICATE);
    expect(running).toHaveLength(1);
  });

  test.each(['succeed', 'fail'] as const)(
    'tells a sender that gave up waiting the outcome (%s) when it tries again',
    async (end) => {
      const running = controlledWorkflow();
      const impatient = new AbortController();
      const given = send({ id: '1' }, impatient.signal);
      await until(() => running.length === 1);
      impatient.abort();
      await expect(given).rejects.toThrow();

      const again = send({ id: '1' });
      await until(() => server.requests === 2);
      expect(running).toHaveLength(1);
      running[0]![end]();
      if (end === 'fail') {
        await until(() => running.length === 2);
        running[1]!.succeed();
      }
      expect(await again).toBe(end === 'fail' ? '200' : DUPLICATE);
    },
  );

  test('events with different ids do not wait for each other', async () => {
    const running = controlledWorkflow();
    const [first, second] = [send({ id: '1' }), send({ id: '2' })];
    await until(() => running.length === 2);
    running[1]!.succeed();
    running[0]!.succeed();
    expect(await Promise.all([first, second])).toEqual(['200', '200']);
  });

  test('after a crash, unfinished events run again and saved finished ones do not', async () => {
    await send({ id: 'finished' });
    // The next delivery writes it down.
    server.workflow = async (_items, { isChanged }) => await until(isChanged);
    await send({ id: 'writes' });

    const running = controlledWorkflow();
    const lost = [send({ id: 'running' }), send({ id: 'failed' })].map((sent) =>
      sent.catch(() => 'connection lost'),
    );
    await until(() => running.length === 2);
    running[1]!.fail();
    await lost[1];
    const { database } = structuredClone({ database: server.database });
    await server.close();

    clearProcessCache();
    server = await serveDeliveries(() => current as unknown as Receiver<never>);
    url = server.url + new URL(url).search;
    Object.assign(server, { database, responseMode: 'lastNode' });
    expect(await send({ id: 'finished' })).toBe(DUPLICATE);
    expect([await send({ id: 'running' }), await send({ id: 'failed' })]).toEqual(['200', '200']);
    expect(server.executions.map(([item]) => item!.json.id)).toEqual(['running', 'failed']);
  });

  test('events of running and failed executions are not in static data', async () => {
    await send({ id: 'a' });
    server.workflow = async (_items, { isChanged }) => {
      await until(isChanged);
      throw new Error('the workflow fails');
    };
    expect(await send({ id: 'b' })).toBe(FAILED);
    const { seenDeliveries } = server.database['node:Trigger'] as { seenDeliveries: string };
    expect(seenDeliveries).toHaveLength(8);
  });
});

describe('response mode onReceived', () => {
  beforeEach(() => {
    server.responseMode = 'onReceived';
  });

  test('notices that n8n could not start an execution even if the sender has hung up', async () => {
    server.startFailures = 1;
    const impatient = new AbortController();
    const present = receiver.toItems;
    current = {
      ...receiver,
      toItems: async (...given) => {
        impatient.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
        return await present(...given);
      },
    };
    await expect(send({ id: '1' }, impatient.signal)).rejects.toThrow();
    await until(() => server.startFailures === 0);
    current = receiver;
    expect(await send({ id: '1' })).toBe('200 {"accepted":true}');
  });
});

describe('latestOnly', () => {
  const at = (moment: number, series = 'a') => ({
    id: `${series} ${moment} ${Math.random()}`,
    series,
    at: moment,
  });
  const ran = () => server.executions.map(([item]) => item!.json.at);
  const MICROSECONDS = 1_700_000_000_000_000;

  test.each(['onReceived', 'lastNode'] as const)(
    'drops events that are as old as or older than the last one (%s)',
    async (mode) => {
      server.responseMode = mode;
      for (const moment of [5, 3, 5, 6, 6.5, 7, 1]) await send(at(MICROSECONDS + moment));
      expect(ran().map((moment) => (moment as number) - MICROSECONDS)).toEqual([5, 6, 7]);
      expect(await send(at(MICROSECONDS))).toBe(STALE);
      expect(await send(at(MICROSECONDS, 'b'))).toMatch(/^200/);
      expect(ran()).toHaveLength(4);
    },
  );

  test('recognizes stale events after a restart', async () => {
    server.responseMode = 'onReceived';
    await send(at(MICROSECONDS));
    await send(at(MICROSECONDS + 10, 'b'));
    clearProcessCache();
    expect(await send(at(MICROSECONDS))).toBe(STALE);
    expect(await send(at(MICROSECONDS + 9, 'b'))).toBe(STALE);
    await send(at(MICROSECONDS + 1));
    expect(ran()).toHaveLength(3);
  });

  test('a failed event makes no other stale and may come again', async () => {
    server.workflow = async ([item]) => {
      if (item!.json.at === 2) throw new Error('the workflow fails');
    };
    const newer = at(2);
    expect(await send(newer)).toBe(FAILED);
    expect(await send(at(1))).toBe('200');
    server.workflow = async () => {};
    expect(await send(newer)).toBe('200');
    expect(ran()).toEqual([2, 1, 2]);
  });

  test('an event that could not be started may come again and then makes older ones stale', async () => {
    server.responseMode = 'onReceived';
    await send(at(1));
    server.startFailures = 1;
    const event = at(3);
    expect(await send(event)).toMatch(/^500/);
    expect(await send(at(1))).toBe(STALE);
    expect(await send(event)).toMatch(/^200 {"accepted":true}/);
    expect(await send(at(2))).toBe(STALE);
  });

  test('events of one key run one after the other, so the older one waits for the newer one', async () => {
    const running = controlledWorkflow();
    const newer = send(at(2));
    await until(() => running.length === 1);
    const [older, elsewhere] = [send(at(1)), send(at(1, 'b'))];
    await until(() => running.length === 2 && server.requests === 3);
    running[0]!.succeed();
    expect(await newer).toBe('200');
    expect(await older).toBe(STALE);
    running[1]!.succeed();
    expect(await elsewhere).toBe('200');
    expect(running).toHaveLength(2);
  });

  test('responds 503 to an event that has waited too long for its key, and does not mark it as seen', async () => {
    current = { ...receiver, inFlightWaitMs: 50 };
    const running = controlledWorkflow();
    const first = send(at(1));
    await until(() => running.length === 1);
    const second = at(2);
    expect(await send(second)).toBe(IN_PROGRESS);
    running[0]!.succeed();
    await first;
    server.workflow = async () => {};
    expect(await send(second)).toBe('200');
  });

  test('a rollback restores the previous version of a key before anything is saved', async () => {
    const claim = async (at: number) =>
      await latestVersions(loadWorkflow().webhookContext({} as never, {} as never)).claim(
        { key: 'a', at },
        Date.now() + 60_000,
      );
    expect(await claimed(claim(1))).toBe(true);
    const next = await claim(3);
    if (typeof next === 'string') throw new Error(next);
    next.markSeen();
    expect(await claim(2)).toBe('stale');
    next.rollback();
    expect(await claim(1)).toBe('stale');
    expect(await claimed(claim(2))).toBe(true);
    // Too late: another one has taken its place.
    next.rollback();
    expect(await claim(2)).toBe('stale');
  });

  test('persists only own and committed versions, and the previous ones of the others', async () => {
    const place = async (series: string, at: number) => {
      const loaded = loadWorkflow();
      const moments = latestVersions(loaded.webhookContext({} as never, {} as never));
      const claim = await moments.claim({ key: series, at }, Date.now() + 60_000);
      if (typeof claim === 'string') throw new Error(claim);
      claim.markSeen();
      return {
        claim: { ...claim, save: () => moments.persist() },
        saved: () => (loaded.saved()['node:Trigger'] as { latestVersions: string }).latestVersions,
      };
    };
    const lengthOf = (entries: number) => entries * 18;
    const first = await place('a', 1);
    first.claim.commit();
    first.claim.save();
    const before = first.saved();
    expect(before).toHaveLength(lengthOf(1));

    const second = await place('a', 2);
    const third = await place('a', 3);
    const other = await place('b', 1);
    other.claim.save();
    expect(other.saved().startsWith(before)).toBe(true);
    expect(other.saved()).toHaveLength(lengthOf(2));
    second.claim.commit();
    other.claim.save();
    expect(other.saved().slice(0, 18)).not.toBe(before);
    second.claim.save();
    expect(second.saved()).toHaveLength(lengthOf(1));
    third.claim.commit();
    second.claim.save();
    third.claim.save();
    expect(third.saved()).toBe(second.saved());
  });

  test('evicts the keys without an event for the longest time', async () => {
    const loaded = loadWorkflow();
    const moments = latestVersions(loaded.webhookContext({} as never, {} as never));
    const claim = async (series: string) =>
      await moments.claim({ key: series, at: MICROSECONDS }, Date.now() + 60_000);
    for (let n = 0; n < 2_001; n++) expect(await claimed(claim(`series ${n}`))).toBe(true);
    moments.persist();
    const { latestVersions: saved } = loaded.saved()['node:Trigger'] as { latestVersions: string };
    expect(saved).toHaveLength(250 * 18);
    expect(await claim('series 2000')).toBe('stale');
    expect(await claim('series 1')).toBe('stale');
    expect(await claimed(claim('series 0'))).toBe(true);

    clearProcessCache();
    const restarted = latestVersions(
      loadWorkflow({ staticData: loaded.saved() }).webhookContext({} as never, {} as never),
    );
    const again = async (n: number) =>
      await restarted.claim({ key: `series ${n}`, at: MICROSECONDS }, Date.now() + 60_000);
    expect(await again(2000)).toBe('stale');
    expect(await again(1751)).toBe('stale');
    expect(await claimed(again(1750))).toBe(true);
  });

  /** Returns true if the delivery could be claimed, which claims it. */
  async function claimed(claim: Promise<Claim | string>): Promise<boolean> {
    const got = await claim;
    if (typeof got === 'string') return false;
    got.markSeen();
    got.commit();
    return true;
  }
});
