import fc from 'fast-check';

import { backoffMs } from '@signalbox/http-core/internal/request/retry/backoff';

const JUST_BELOW_1 = 1 - Number.EPSILON;

test('is anywhere between nothing and a bound that doubles from 500 ms up to 20 s', () => {
  const bounds = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map((retry) => backoffMs(retry, () => JUST_BELOW_1) + 1);
  expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000]);
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: JUST_BELOW_1, noNaN: true }), (retry, random) => {
      const bound = Math.min(20_000, 500 * 2 ** retry);
      expect(backoffMs(retry, () => random)).toBe(Math.floor(random * bound));
    }),
  );
});

test('is spread evenly, so that clients which failed together do not return together', () => {
  const samples = 5000;
  const buckets = new Array<number>(10).fill(0);
  for (let n = 0; n < samples; n++) buckets[Math.floor(backoffMs(3) / 400)]! += 1;
  const expected = samples / buckets.length;
  const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 9 degrees of freedom: an even spread exceeds this once in more than a billion runs.
  expect(chiSquare).toBeLessThan(65);
});
