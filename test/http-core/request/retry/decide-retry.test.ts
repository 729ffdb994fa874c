import fc from 'fast-check';

import type { ErrorKind, StopReason } from '@signalbox/http-core/internal/errors/request-error';
import { decideRetry, isFinal } from '@signalbox/http-core/internal/request/retry/decide-retry';
import type { FailedAttempt, RetryPolicy } from '@signalbox/http-core/internal/request/retry/decide-retry';

const POLICY: RetryPolicy = { semantics: 'idempotent', maxRetries: 4, deadlineMs: 300_000 };

const attempt = (some: Partial<FailedAttempt> = {}): FailedAttempt => ({
  error: { kind: 'unavailable', applied: 'maybe' },
  attempt: 1,
  elapsedMs: 0,
  hasBudget: true,
  random: () => 0.5,
  ...some,
});

test('a temporary failure is repeated after a random wait that costs retry budget', () => {
  expect(decideRetry(attempt(), POLICY)).toEqual({ retry: true, delayMs: 250, costsBudget: true });
  expect(decideRetry(attempt({ attempt: 3 }), POLICY)).toMatchObject({ delayMs: 1000 });
});

test('a wait that the service asks for is kept exactly and costs no retry budget', () => {
  const error = { kind: 'rate-limited', applied: 'no', retryAfterMs: 7000 } as const;
  const decision = decideRetry(attempt({ error, hasBudget: false }), POLICY);
  expect(decision).toEqual({ retry: true, delayMs: 7000, costsBudget: false });
});

test('"Retry-After: 0" counts as no wait and costs retry budget', () => {
  const error = { kind: 'rate-limited', applied: 'no', retryAfterMs: 0 } as const;
  expect(decideRetry(attempt({ error }), POLICY)).toMatchObject({ delayMs: 250, costsBudget: true });
  expect(decideRetry(attempt({ error, hasBudget: false }), POLICY)).toMatchObject({ reason: 'budget' });
});

test.each<[StopReason, Partial<FailedAttempt>, Partial<RetryPolicy>]>([
  ['not-retryable', { error: { kind: 'not-found', applied: 'no' } }, {}],
  ['may-have-been-applied', {}, { semantics: 'non-idempotent' }],
  ['attempts', { attempt: 5 }, {}],
  ['wait-too-long', { error: { kind: 'unavailable', applied: 'no', retryAfterMs: 120_001 } }, {}],
  ['deadline', { elapsedMs: 299_751 }, {}],
  ['budget', { hasBudget: false }, {}],
])('a request is not sent again for the reason "%s"', (reason, failed, policy) => {
  expect(decideRetry(attempt(failed), { ...POLICY, ...policy })).toEqual({ retry: false, reason });
});

test('a wait that ends exactly at the deadline is still allowed', () => {
  expect(decideRetry(attempt({ elapsedMs: 299_750 }), POLICY)).toMatchObject({ retry: true });
});

test('the outcome is checked when no later attempt is allowed, and only then', () => {
  const final = (['not-retryable', 'may-have-been-applied', 'attempts'] as const).map((reason) =>
    isFinal({ retry: false, reason }),
  );
  expect(final).toEqual([true, true, true]);
  const open = (['wait-too-long', 'deadline', 'budget'] as const).map((reason) =>
    isFinal({ retry: false, reason }),
  );
  expect(open).toEqual([false, false, false]);
});

test('every decision follows the rules, whatever failed and whenever', () => {
  const kinds: ErrorKind[] = ['timeout', 'unavailable', 'connection-lost', 'unreachable', 'rate-limited'];
  fc.assert(
    fc.property(
      fc.record({
        error: fc.record(
          {
            kind: fc.constantFrom<ErrorKind>(...kinds, 'blocked', 'rejected', 'unreadable', 'conflict'),
            applied: fc.constantFrom('no', 'maybe'),
            retryAfterMs: fc.constantFrom(0, 1, 5000, 120_000, 120_001),
          },
          { requiredKeys: ['kind', 'applied'] },
        ),
        attempt: fc.integer({ min: 1, max: 25 }),
        elapsedMs: fc.nat({ max: 400_000 }),
        hasBudget: fc.boolean(),
        random: fc.double({ min: 0, max: 0.999, noNaN: true }).map((value) => () => value),
      }),
      fc.record({
        semantics: fc.constantFrom('safe', 'idempotent', 'non-idempotent'),
        maxRetries: fc.nat({ max: 20 }),
        deadlineMs: fc.integer({ min: 1, max: 300_000 }),
      }),
      (failed, policy) => {
        const decision = decideRetry(failed, policy);
        const { kind, applied, retryAfterMs = 0 } = failed.error;
        const mayBeSent =
          kinds.includes(kind) &&
          failed.attempt <= policy.maxRetries &&
          !(policy.semantics === 'non-idempotent' && applied === 'maybe') &&
          retryAfterMs <= 120_000;
        if (!decision.retry) {
          expect(mayBeSent).toBe(['deadline', 'budget'].includes(decision.reason));
          if (decision.reason === 'budget') expect([failed.hasBudget, retryAfterMs]).toEqual([false, 0]);
          return;
        }
        expect(mayBeSent).toBe(true);
        expect(failed.elapsedMs + decision.delayMs).toBeLessThanOrEqual(policy.deadlineMs);
        expect(decision.costsBudget).toBe(retryAfterMs === 0);
        expect(failed.hasBudget || !decision.costsBudget).toBe(true);
        if (retryAfterMs > 0) expect(decision.delayMs).toBe(retryAfterMs);
        else expect(decision.delayMs).toBeLessThan(Math.min(20_000, 500 * 2 ** (failed.attempt - 1)) || 1);
      },
    ),
    { numRuns: 1000 },
  );
});
