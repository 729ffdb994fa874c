import { mayRetry, meaningOf } from '../../../packages/http-core/src/request/classify';
import type { Effect } from '../../../packages/http-core/src';

const EFFECTS: Effect[] = ['read', 'idempotent', 'once'];

/** Which effects bear that a request is sent again after a status: the table of the design, for every status there is. */
const AGAIN: Record<number, Effect[]> = {
  408: ['read', 'idempotent'],
  425: EFFECTS,
  429: EFFECTS,
  501: [],
  505: [],
};

test('every status has its meaning', () => {
  for (let status = 200; status < 600; status++) {
    const meaning = meaningOf(status);
    if (status < 300) {
      expect(meaning).toBeUndefined();
      continue;
    }
    const expected = AGAIN[status] ?? (status >= 500 ? ['read', 'idempotent'] : []);
    const allowed = EFFECTS.filter((effect) => mayRetry({ ...meaning!, what: '' }, effect));
    expect([status, allowed]).toEqual([status, expected]);
  }
  expect(meaningOf(307)!.kind).toBe('redirected');
  expect([401, 403, 404, 409, 410, 422].map((status) => meaningOf(status)!.kind)).toEqual([
    'unauthorized',
    'forbidden',
    'not-found',
    'conflict',
    'not-found',
    'rejected',
  ]);
});
