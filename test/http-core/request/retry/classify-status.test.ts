import type { Semantics } from '@signalbox/http-core';
import { mayRetry, classifyStatus } from '@signalbox/http-core/internal/request/retry/classify-status';

const EFFECTS: Semantics[] = ['safe', 'idempotent', 'non-idempotent'];

/** Which effects bear that a request is sent again after a status: the table of the design, for every status there is. */
const AGAIN: Record<number, Semantics[]> = {
  408: ['safe', 'idempotent'],
  425: EFFECTS,
  429: EFFECTS,
  501: [],
  505: [],
};

test('every status has its meaning', () => {
  for (let status = 200; status < 600; status++) {
    const meaning = classifyStatus(status);
    if (status < 300) {
      expect(meaning).toBeUndefined();
      continue;
    }
    const expected = AGAIN[status] ?? (status >= 500 ? ['safe', 'idempotent'] : []);
    const allowed = EFFECTS.filter((effect) => mayRetry({ ...meaning!, summary: '' }, effect));
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
