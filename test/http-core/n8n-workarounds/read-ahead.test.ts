import fc from 'fast-check';

import { readAhead } from '@signalbox/http-core/internal/n8n-workarounds/read-ahead';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Something to read that notes what was read of it. */
function shelf(count: number, limit: number) {
  const read: number[] = [];
  const ahead = readAhead(count, limit, (index) => {
    read.push(index);
    return `thing ${index}`;
  });
  return { ...ahead, read };
}

const awhile = async () => await jest.advanceTimersByTimeAsync(20);

test('reads the next value only after the taken one has been sent', async () => {
  const { take, read } = shelf(10, 5);
  expect(take(0)).toBe('thing 0');
  await jest.advanceTimersByTimeAsync(2);
  expect(read).toEqual([0]);
  await awhile();
  expect(read).toEqual([0, 1]);
  expect(take(1)).toBe('thing 1');
  expect(read).toEqual([0, 1]);
});

test('keeps at most the limit and continues when a value is taken', async () => {
  const { take, read } = shelf(10, 2);
  for (const index of [0, 1, 2, 3]) take(index);
  await awhile();
  expect(read).toEqual([0, 1, 2, 3, 4, 5]);
  take(4);
  await awhile();
  expect(read).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('reads nothing more after stop', async () => {
  const { take, stop, read } = shelf(10, 5);
  take(0);
  stop();
  await awhile();
  expect(read).toEqual([0]);
});

test('reads each value once and in order, however they are taken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      async (count, limit, pauses) => {
        const { take, read } = shelf(count, limit);
        for (let index = 0; index < count; index++) {
          expect(take(index)).toBe(`thing ${index}`);
          if (pauses[index]) await awhile();
          expect(read.length).toBeLessThanOrEqual(index + 1 + limit);
        }
        await awhile();
        expect(read).toEqual(Array.from({ length: count }, (_, index) => index));
      },
    ),
  );
});
