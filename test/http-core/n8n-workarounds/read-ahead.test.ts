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

test('reads the next one when the one that was taken is under way, not before', async () => {
  const { take, read } = shelf(10, 5);
  expect(take(0)).toBe('thing 0');
  await jest.advanceTimersByTimeAsync(2);
  expect(read).toEqual([0]);
  await awhile();
  expect(read).toEqual([0, 1]);
  expect(take(1)).toBe('thing 1');
  expect(read).toEqual([0, 1]);
});

test('keeps no more than so many, and reads on as soon as one is taken', async () => {
  const { take, read } = shelf(10, 2);
  for (const index of [0, 1, 2, 3]) take(index);
  await awhile();
  expect(read).toEqual([0, 1, 2, 3, 4, 5]);
  take(4);
  await awhile();
  expect(read).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('reads nothing more when it is stopped', async () => {
  const { take, stop, read } = shelf(10, 5);
  take(0);
  stop();
  await awhile();
  expect(read).toEqual([0]);
});

test('however they are taken, each is read once, in order, and nothing that is not there', async () => {
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
