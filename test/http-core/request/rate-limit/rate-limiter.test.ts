import fc from 'fast-check';

import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { RateLimiter, rateLimiterFor } from '@signalbox/http-core/internal/request/rate-limit/rate-limiter';
import type { RateLimit } from '@signalbox/http-core';
import { atOnce, toTheEnd, useFakeClock } from '../fake-clock';

useFakeClock();

const limit = fc.record({
  requests: fc.integer({ min: 1, max: 6 }),
  perMs: fc.integer({ min: 10, max: 500 }),
});
const newPacer = (limits: readonly RateLimit[]) => new RateLimiter(limits, Date.now);
const later = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Returns true if any window contains more requests than the limit. A window includes its start, but not its end. */
function exceeds(times: readonly number[], { requests, perMs }: RateLimit): boolean {
  return times.some((time, index) => (times[index + requests] ?? Infinity) - time < perMs);
}

test('no window holds more than its limit, callers come in turn, pauses are kept and aborted calls leave no trace', async () => {
  const call = fc.record({
    afterMs: fc.nat({ max: 200 }),
    pauseMs: fc.option(fc.nat({ max: 600 }), { freq: 5, nil: undefined }),
    abortMs: fc.option(fc.nat({ max: 100 }), { freq: 5, nil: undefined }),
  });
  const limits = fc.array(limit, { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(call, { maxLength: 40 }), async (allLimits, calls) => {
      const rateLimiter = newPacer(allLimits);
      const served: { index: number; time: number }[] = [];
      const pauses: { from: number; to: number; servedBefore: number }[] = [];
      const pending = calls.map(async ({ afterMs, pauseMs, abortMs }, index) => {
        // Bursts as well as pauses between calls.
        await later(index * 5 + (index % 7 === 0 ? afterMs : 0));
        if (pauseMs !== undefined) {
          pauses.push({ from: Date.now(), to: Date.now() + pauseMs, servedBefore: served.length });
          rateLimiter.pause(pauseMs);
        }
        const controller = new AbortController();
        if (abortMs !== undefined) void later(abortMs).then(() => controller.abort());
        const called = Date.now();
        try {
          await rateLimiter.acquire(controller.signal);
          served.push({ index, time: Date.now() });
        } catch {
          expect(Date.now() - called).toBe(abortMs);
        }
      });
      expect(await toTheEnd(Promise.all(pending))).not.toHaveProperty('error');

      const times = served.map(({ time }) => time);
      expect(allLimits.filter((each) => exceeds(times, each))).toEqual([]);
      for (const { from, to, servedBefore } of pauses) {
        expect(served.slice(servedBefore).filter(({ time }) => time >= from && time < to)).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test('callers are served in the order of their calls', async () => {
  await fc.assert(
    fc.asyncProperty(limit, fc.array(fc.nat({ max: 300 }), { maxLength: 30 }), async (only, arrivals) => {
      const rateLimiter = newPacer([only]);
      const called: number[] = [];
      const served: number[] = [];
      const pending = arrivals.map(async (ms, index) => {
        await later(ms);
        called.push(index);
        if (index % 5 === 0) rateLimiter.pause(40);
        await rateLimiter.acquire();
        served.push(index);
      });
      await toTheEnd(Promise.all(pending));
      expect(served).toEqual(called);
      expect(served).toHaveLength(arrivals.length);
    }),
    { numRuns: 60 },
  );
});

test('under load it lets through nearly as much as is allowed', async () => {
  const realistic = fc.record({
    requests: fc.integer({ min: 1, max: 50 }),
    perMs: fc.integer({ min: 100, max: 60_000 }),
  });
  await fc.assert(
    fc.asyncProperty(realistic, async (only) => {
      const rateLimiter = newPacer([only]);
      const began = Date.now();
      const windows = 10;
      await toTheEnd(
        Promise.all(
          Array.from({ length: only.requests * windows + 1 }, async () => await rateLimiter.acquire()),
        ),
      );
      const ideal = windows * only.perMs;
      expect(Date.now() - began).toBeGreaterThanOrEqual(ideal);
      expect(Date.now() - began).toBeLessThan(ideal * 1.15);
    }),
    { numRuns: 30 },
  );
});

test('a call that may pass does so at once, also after others have waited', async () => {
  const rateLimiter = newPacer([{ requests: 1, perMs: 1000 }]);
  const passesAtOnce = async (): Promise<boolean> => {
    let hasPassed = false;
    void rateLimiter.acquire().then(() => (hasPassed = true));
    // A single microtask: a queue takes more of them.
    await Promise.resolve();
    return hasPassed;
  };
  expect(await passesAtOnce()).toBe(true);
  const waiting = rateLimiter.acquire();
  await jest.advanceTimersByTimeAsync(1021);
  await waiting;
  await jest.advanceTimersByTimeAsync(1021);
  expect(await passesAtOnce()).toBe(true);
});

test('a call does not overtake one whose time has come and whose timer is late', async () => {
  const rateLimiter = newPacer([]);
  rateLimiter.pause(100);
  const served: string[] = [];
  void rateLimiter.acquire().then(() => served.push('first'));
  await atOnce(Promise.resolve());
  jest.setSystemTime(Date.now() + 100);
  void rateLimiter.acquire().then(() => served.push('second'));
  await atOnce(Promise.resolve());
  expect(served).toEqual([]);
  await jest.advanceTimersByTimeAsync(200);
  expect(served).toEqual(['first', 'second']);
});

test('a window lasts a fiftieth longer than published, since requests do not all take the same time to arrive', async () => {
  const rateLimiter = newPacer([{ requests: 1, perMs: 1000 }]);
  await rateLimiter.acquire();
  const next = rateLimiter.acquire();
  await jest.advanceTimersByTimeAsync(1019);
  expect(await atOnce(next)).toBe('pending');
  await jest.advanceTimersByTimeAsync(1);
  expect(await atOnce(next)).toHaveProperty('value');
});

test('without limits and pauses nobody waits', async () => {
  const rateLimiter = newPacer([]);
  expect(
    await atOnce(Promise.all([rateLimiter.acquire(), rateLimiter.acquire(), rateLimiter.acquire()])),
  ).toHaveProperty('value');
});

test('a call that is aborted ends at once with the reason of its signal, and does not use up its place', async () => {
  const reason = new Error('stopped by the user');
  const rateLimiter = newPacer([{ requests: 1, perMs: 1000 }]);
  await rateLimiter.acquire();
  const controllers = [new AbortController(), new AbortController()];
  const [first, second] = controllers.map(async ({ signal }) => await rateLimiter.acquire(signal));
  const third = rateLimiter.acquire();
  // The second waits for the first, not for the clock.
  controllers[1]!.abort(reason);
  expect(await atOnce(second!)).toEqual({ error: reason });
  controllers[0]!.abort(reason);
  expect(await atOnce(first!)).toEqual({ error: reason });
  expect(await atOnce(third)).toBe('pending');
  await jest.advanceTimersByTimeAsync(1021);
  expect(await atOnce(third)).toHaveProperty('value');
  expect(await atOnce(rateLimiter.acquire(AbortSignal.abort(reason)))).toEqual({ error: reason });
});

test('a call that was aborted before its turn takes nothing of the limit', async () => {
  const rateLimiter = newPacer([{ requests: 2, perMs: 1000 }]);
  await Promise.all([rateLimiter.acquire(), rateLimiter.acquire()]);
  const controller = new AbortController();
  const first = rateLimiter.acquire();
  const aborted = rateLimiter.acquire(controller.signal);
  const second = rateLimiter.acquire();
  controller.abort();
  expect(await atOnce(aborted)).toHaveProperty('error');
  await jest.advanceTimersByTimeAsync(1021);
  expect(await atOnce(Promise.all([first, second]))).toHaveProperty('value');
});

test('after a refusal with a wait too long to sit out everybody fails at once, for two minutes at most', async () => {
  const details = { kind: 'rate-limited', applied: 'maybe', summary: 'is full', status: 429 } as const;
  const rateLimiter = newPacer([]);
  rateLimiter.refuse({ ...details, retryAfterMs: 3_600_000 });
  await jest.advanceTimersByTimeAsync(60_000);
  const refused = (await atOnce(rateLimiter.acquire())) as { error: RequestError };
  expect(refused.error).toBeInstanceOf(RequestError);
  expect(refused.error.details).toEqual({ ...details, applied: 'no', retryAfterMs: 3_540_000 });
  expect(refused.error.attempts).toBe(0);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(await atOnce(rateLimiter.acquire())).toHaveProperty('value');
});

test('there is one for each key, and the least recently used is forgotten', () => {
  const limits = [{ requests: 1, perMs: 1000 }];
  const kept = rateLimiterFor('kept', limits);
  const forgotten = rateLimiterFor('forgotten', limits);
  for (let n = 0; n < 199; n++) {
    rateLimiterFor(`other ${n}`, limits);
    expect(rateLimiterFor('kept', limits)).toBe(kept);
  }
  expect(rateLimiterFor('forgotten', limits)).not.toBe(forgotten);
});
