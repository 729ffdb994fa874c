import fc from 'fast-check';

import type { ErrorKind } from '@signalbox/http-core/errors';
import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { mapWithConcurrency } from '@signalbox/http-core/internal/platform/concurrency';
import { RateLimiter } from '@signalbox/http-core/internal/request/rate-limit/rate-limiter';
import { retryAfterMs } from '@signalbox/http-core/internal/request/retry/retry-after';
import { RetryBudget } from '@signalbox/http-core/internal/request/retry/retry-budget';
import { sendWithRetry } from '@signalbox/http-core/internal/request/retry/send-with-retry';
import type { RetryOptions } from '@signalbox/http-core/internal/request/retry/send-with-retry';
import type { Response } from '@signalbox/http-core/internal/request/response';
import { atOnce, toTheEnd, useFakeClock } from '../fake-clock';

useFakeClock();

/** Outcome of an attempt: a response, or a failure without one. */
type Attempt = { status: number; retryAfter?: string } | { kind: ErrorKind; applied: 'no' | 'maybe' };

const OK: Attempt = { status: 200 };

const options = (some: Partial<RetryOptions> = {}): RetryOptions => ({
  semantics: 'safe',
  maxRetries: 4,
  deadlineMs: 300_000,
  rateLimiter: new RateLimiter([], Date.now),
  budget: new RetryBudget(),
  retryAfter: retryAfterMs,
  explain: async ({ status }) => ({ summary: `answers ${status}` }),
  ...some,
});

/** A service with a script; what is not in it succeeds. */
class Script {
  readonly sentAt: number[] = [];
  readonly remaining: number[] = [];

  constructor(
    private readonly attempts: readonly Attempt[],
    private readonly tookMs = 0,
  ) {}

  readonly send = async (remainingMs: number): Promise<Response> => {
    this.sentAt.push(Date.now());
    this.remaining.push(remainingMs);
    const attempt = this.attempts[this.sentAt.length - 1] ?? OK;
    if (this.tookMs > 0) await new Promise((resolve) => setTimeout(resolve, this.tookMs));
    if ('kind' in attempt) throw new RequestError({ ...attempt, summary: 'failed' });
    const { status, retryAfter } = attempt;
    return { status, headers: retryAfter ? { 'retry-after': retryAfter } : {}, body: Buffer.alloc(0) };
  };
}

/** Sends as the script says, while another request learns of a long pause. */
const whilePausing =
  (rateLimiter: RateLimiter, { send }: Script) =>
  async (remainingMs: number) => {
    rateLimiter.pause(100_000);
    return await send(remainingMs);
  };

const failureOf = (outcome: object): RequestError => (outcome as { error: RequestError }).error;

/** Returns true if the service may have applied an attempt. */
const isAmbiguous = (attempt: Attempt): boolean =>
  'kind' in attempt
    ? attempt.applied === 'maybe'
    : attempt.status === 408 || (attempt.status >= 500 && attempt.status !== 501 && attempt.status !== 505);

const isTemporary = (attempt: Attempt): boolean =>
  'kind' in attempt
    ? ['unavailable', 'unreachable', 'connection-lost', 'timeout', 'rate-limited'].includes(attempt.kind)
    : [408, 425, 429].includes(attempt.status) ||
      (attempt.status >= 500 && ![501, 505].includes(attempt.status));

const askedMs = (attempt: Attempt): number =>
  'status' in attempt && [429, 503].includes(attempt.status) ? Number(attempt.retryAfter ?? 0) * 1000 : 0;

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record(
    {
      status: fc.constantFrom(200, 400, 401, 404, 408, 409, 425, 429, 429, 500, 501, 502, 503, 503, 504, 307),
      retryAfter: fc.constantFrom('0', '1', '7', '100', '121'),
    },
    { requiredKeys: ['status'] },
  ),
  fc.record({
    kind: fc.constantFrom<ErrorKind>('unreachable', 'connection-lost', 'timeout', 'blocked', 'unauthorized'),
    applied: fc.constantFrom('no', 'maybe'),
  }),
);

/** When each attempt should be sent: from the rules, not from the code. */
function expectedSchedule(
  began: number,
  {
    attempts,
    semantics,
    maxRetries,
    deadlineMs,
    tookMs,
    random,
  }: {
    attempts: readonly Attempt[];
    semantics: string;
    maxRetries: number;
    deadlineMs: number;
    tookMs: number;
    random: number;
  },
): number[] {
  const expected = [began];
  for (;;) {
    const retry = expected.length - 1;
    const latest = attempts[retry] ?? OK;
    const open = attempts.slice(0, expected.length).some(isAmbiguous);
    const asked = askedMs(latest);
    const delay = asked || Math.floor(random * Math.min(20_000, 500 * 2 ** retry));
    const next = expected.at(-1)! + tookMs + delay;
    const goesOn =
      isTemporary(latest) &&
      retry < maxRetries &&
      asked <= 120_000 &&
      !(semantics === 'non-idempotent' && open) &&
      next <= began + deadlineMs;
    if (!goesOn) return expected;
    expected.push(next);
  }
}

test('the retry schedule matches the rules for any sequence of failures', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(attempt, { maxLength: 8 }),
      fc.constantFrom('safe', 'idempotent', 'non-idempotent'),
      fc.nat({ max: 6 }),
      fc.integer({ min: 100, max: 300_000 }),
      fc.nat({ max: 2000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (attempts, semantics, maxRetries, deadlineMs, tookMs, random) => {
        const script = new Script(attempts, tookMs);
        const outcome = await toTheEnd(
          sendWithRetry(script.send, options({ semantics, maxRetries, deadlineMs, random: () => random })),
        );

        const began = script.sentAt[0]!;
        const expected = expectedSchedule(began, {
          attempts,
          semantics,
          maxRetries,
          deadlineMs,
          tookMs,
          random,
        });
        expect(script.sentAt).toEqual(expected);
        expect(script.remaining).toEqual(expected.map((time) => began + deadlineMs - time || 1));

        const last = attempts[expected.length - 1] ?? OK;
        const ambiguous = attempts.slice(0, expected.length).some(isAmbiguous);
        if ('status' in last && last.status === 200) {
          expect(outcome).toMatchObject({ value: { ambiguous, response: { status: 200 } } });
        } else {
          expect(failureOf(outcome)).toBeInstanceOf(RequestError);
          expect(failureOf(outcome).attempts).toBe(expected.length);
          expect(failureOf(outcome).details.applied).toBe(ambiguous ? 'maybe' : 'no');
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what must not be done twice is never sent again once it may have been done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 8 }), async (attempts) => {
      const script = new Script(attempts);
      await toTheEnd(sendWithRetry(script.send, options({ semantics: 'non-idempotent', maxRetries: 20 })));
      const firstOpen = attempts.findIndex(isAmbiguous);
      if (firstOpen >= 0) expect(script.sentAt.length).toBeLessThanOrEqual(firstOpen + 1);
    }),
    { numRuns: 200 },
  );
});

test('the wait before a retry is random over its whole range', async () => {
  const waits = new Set<number>();
  for (let n = 0; n < 30; n++) {
    const script = new Script([{ status: 500 }]);
    await toTheEnd(sendWithRetry(script.send, options()));
    waits.add(script.sentAt[1]! - script.sentAt[0]!);
  }
  expect(waits.size).toBeGreaterThan(15);
  expect(Math.max(...waits)).toBeLessThan(500);
});

describe('a service that is down', () => {
  const outage = async (down: Attempt, items = 1000): Promise<number> => {
    const budget = new RetryBudget();
    const rateLimiter = new RateLimiter([], Date.now);
    const script = new Script(Array.from({ length: 20_000 }, () => down));
    await toTheEnd(
      mapWithConcurrency(items, 10, async () => {
        await sendWithRetry(script.send, options({ budget, rateLimiter })).catch(() => undefined);
      }),
    );
    return script.sentAt.length - items;
  };

  test('gets a hundred retries in one execution, and fifty where each costs a timeout', async () => {
    expect(await outage({ status: 503 })).toBe(100);
    expect(await outage({ status: 503, retryAfter: '0' })).toBe(100);
    expect(await outage({ kind: 'connection-lost', applied: 'maybe' })).toBe(100);
    expect(await outage({ kind: 'timeout', applied: 'maybe' })).toBe(50);
  });

  test('a service that recovers gets its retries back gradually', async () => {
    const budget = new RetryBudget();
    while (budget.spend(false));
    for (let n = 0; n < 4; n++) budget.succeeded(false);
    expect(budget.spend(false)).toBe(false);
    budget.succeeded(false);
    expect(budget.spend(false)).toBe(true);
    for (let n = 0; n < 10_000; n++) budget.succeeded(true);
    let retries = 0;
    while (budget.spend(true)) retries++;
    expect(retries).toBe(50);
  });

  test('fails now and then only: every item gets its retry, for any number of items', async () => {
    const budget = new RetryBudget();
    for (let n = 0; n < 1000; n++) {
      const script = new Script([{ status: 503 }]);
      expect(await toTheEnd(sendWithRetry(script.send, options({ budget })))).toHaveProperty('value');
    }
  });
});

describe('a wait that the service asks for', () => {
  test('holds for everybody with the same credential, also if nobody retries', async () => {
    const rateLimiter = new RateLimiter([], Date.now);
    const first = new Script([{ status: 429, retryAfter: '5' }]);
    const other = new Script([]);
    const began = Date.now();
    await atOnce(sendWithRetry(first.send, options({ rateLimiter, maxRetries: 0 })));
    await toTheEnd(sendWithRetry(other.send, options({ rateLimiter })));
    expect(other.sentAt).toEqual([began + 5000]);
  });

  test('a pause that is too long ends all waiting requests immediately, with an error that names it', async () => {
    const rateLimiter = new RateLimiter([], Date.now);
    const script = new Script([{ status: 429, retryAfter: '121' }]);
    const outcome = await atOnce(sendWithRetry(script.send, options({ rateLimiter })));
    expect(failureOf(outcome as object)).toMatchObject({ attempts: 1, details: { retryAfterMs: 121_000 } });
    const other = await atOnce(sendWithRetry(script.send, options({ rateLimiter })));
    expect(failureOf(other as object)).toMatchObject({
      attempts: 0,
      details: { kind: 'rate-limited', status: 429 },
    });
    expect(script.sentAt).toHaveLength(1);
  });

  test('costs nothing of the budget', async () => {
    const budget = new RetryBudget();
    while (budget.spend(false));
    const script = new Script([{ status: 429, retryAfter: '3' }]);
    expect(await toTheEnd(sendWithRetry(script.send, options({ budget })))).toHaveProperty('value');
    expect(script.sentAt[1]! - script.sentAt[0]!).toBe(3000);
  });

  test('counts on 429 and 503 alone', async () => {
    const script = new Script([{ status: 500, retryAfter: '60' }]);
    await toTheEnd(sendWithRetry(script.send, options({ random: () => 0.5 })));
    expect(script.sentAt[1]! - script.sentAt[0]!).toBe(250);
  });
});

test('the wait for the pace before the first attempt does not count, that before a retry does', async () => {
  const rateLimiter = new RateLimiter([], Date.now);
  rateLimiter.pause(60_000);
  const late = new Script([]);
  expect(await toTheEnd(sendWithRetry(late.send, options({ rateLimiter, deadlineMs: 1000 })))).toHaveProperty(
    'value',
  );
  expect(late.remaining).toEqual([1000]);

  jest.useRealTimers();
  const busy = new RateLimiter([]);
  const script = new Script([{ status: 503 }]);
  const sending = sendWithRetry(
    whilePausing(busy, script),
    options({ rateLimiter: busy, deadlineMs: 100, random: () => 0 }),
  );
  expect(await sending.catch((error: unknown) => error)).toMatchObject({
    attempts: 1,
    details: { status: 503 },
  });
  expect(script.sentAt).toHaveLength(1);
});

describe('when the user stops', () => {
  const reason = new Error('stopped by the user');

  const limited = () => {
    const rateLimiter = new RateLimiter([{ requests: 1, perMs: 100_000 }], Date.now);
    void rateLimiter.acquire();
    return rateLimiter;
  };
  const paused = () => {
    const rateLimiter = new RateLimiter([], Date.now);
    rateLimiter.pause(100_000);
    return rateLimiter;
  };

  test.each<[string, Attempt[], () => RateLimiter, number]>([
    ['before a retry', [{ status: 500 }], () => new RateLimiter([], Date.now), 1],
    ['as Retry-After says', [{ status: 429, retryAfter: '60' }], () => new RateLimiter([], Date.now), 1],
    ['for the rate limit', [], limited, 0],
    ['for a pause', [], paused, 0],
  ])('the wait %s ends at once, with the reason', async (_, attempts, makePacer, sent) => {
    const controller = new AbortController();
    const script = new Script(attempts);
    const sending = sendWithRetry(
      script.send,
      options({ rateLimiter: makePacer(), signal: controller.signal, random: () => 0.9 }),
    );
    expect(await atOnce(sending)).toBe('pending');
    controller.abort(reason);
    expect(await atOnce(sending)).toEqual({ error: reason });
    expect(script.sentAt).toHaveLength(sent);
  });

  test('nothing more is sent', async () => {
    const script = new Script([]);
    const signal = AbortSignal.abort(reason);
    expect(await atOnce(sendWithRetry(script.send, options({ signal })))).toEqual({ error: reason });
    expect(script.sentAt).toEqual([]);
  });

  test('the wait for the pace before a retry ends as well', async () => {
    jest.useRealTimers();
    const controller = new AbortController();
    const rateLimiter = new RateLimiter([]);
    const script = new Script([{ status: 503 }]);
    const sending = sendWithRetry(
      whilePausing(rateLimiter, script),
      options({ rateLimiter, signal: controller.signal, random: () => 0 }),
    );
    setTimeout(() => controller.abort(reason), 20);
    expect(await sending.catch((error: unknown) => error)).toBe(reason);
    expect(script.sentAt).toHaveLength(1);
  });
});

test('an error that is no failure of the request is no reason to send again', async () => {
  const bug = new TypeError('a bug');
  let sent = 0;
  const send = async (): Promise<Response> => {
    sent++;
    throw bug;
  };
  expect(await atOnce(sendWithRetry(send, options()))).toEqual({ error: bug });
  expect(sent).toBe(1);
});
