import { classifyStatus } from '@signalbox/http-core/internal/request/retry/classify-status';
import { decideRetry } from '@signalbox/http-core/internal/request/retry/decide-retry';
import type { Semantics } from '@signalbox/http-core';

const SEMANTICS: Semantics[] = ['safe', 'idempotent', 'non-idempotent'];

/** Semantics with which a request may be sent again after a status. */
const AGAIN: Record<number, Semantics[]> = {
  408: ['safe', 'idempotent'],
  425: SEMANTICS,
  429: SEMANTICS,
  501: [],
  505: [],
};

test('every HTTP status is classified, and repeated only where its semantics allow it', () => {
  for (let status = 200; status < 600; status++) {
    const meaning = classifyStatus(status);
    if (status < 300) {
      expect(meaning).toBeUndefined();
      continue;
    }
    const expected = AGAIN[status] ?? (status >= 500 ? ['safe', 'idempotent'] : []);
    const failed = { error: meaning!, attempt: 1, elapsedMs: 0, hasBudget: true, random: () => 0 };
    const allowed = SEMANTICS.filter(
      (semantics) => decideRetry(failed, { semantics, maxRetries: 1, deadlineMs: 1000 }).retry,
    );
    expect([status, allowed]).toEqual([status, expected]);
  }
  expect(classifyStatus(307)!.kind).toBe('redirected');
  expect([401, 403, 404, 409, 410, 422].map((status) => classifyStatus(status)!.kind)).toEqual([
    'unauthorized',
    'forbidden',
    'not-found',
    'conflict',
    'not-found',
    'rejected',
  ]);
});
