import fc from 'fast-check';

import { mapWithConcurrency } from '@signalbox/http-core/internal/platform/concurrency';

/** Work whose parts are finished by hand, in any order. */
class Desk {
  readonly started: number[] = [];
  readonly finished: number[] = [];
  mostAtOnce = 0;
  private readonly open = new Map<number, { done(): void; fail(): void }>();

  readonly work = async (index: number): Promise<string> => {
    this.started.push(index);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.started.length - this.finished.length);
    try {
      await new Promise<void>((resolve, reject) => {
        this.open.set(index, { done: resolve, fail: () => reject(new Error(`failure of ${index}`)) });
      });
      return `result of ${index}`;
    } finally {
      this.finished.push(index);
    }
  };

  /** Finishes one of those under way; `false` when there is none. */
  async finishOne(pick: number, fails: boolean): Promise<number | undefined> {
    const indexes = [...this.open.keys()];
    if (indexes.length === 0) return undefined;
    const index = indexes[pick % indexes.length]!;
    const { done, fail } = this.open.get(index)!;
    this.open.delete(index);
    if (fails) fail();
    else done();
    await new Promise((resolve) => setImmediate(resolve));
    return index;
  }
}

const picks = fc.infiniteStream(fc.nat());

test('any number of items, any concurrency, any order of finishing: results in order, never more at once, never fewer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 25 }),
      fc.integer({ min: 1, max: 8 }),
      picks,
      async (count, concurrency, stream) => {
        const desk = new Desk();
        const all = mapWithConcurrency(count, concurrency, desk.work);
        for (const pick of stream) {
          // As many as possible are always under way.
          expect(desk.started.length).toBe(Math.min(count, desk.finished.length + concurrency));
          if ((await desk.finishOne(pick, false)) === undefined) break;
        }
        expect(await all).toEqual(Array.from({ length: count }, (_, index) => `result of ${index}`));
        expect(desk.started).toEqual(Array.from({ length: count }, (_, index) => index));
        expect(desk.mostAtOnce).toBe(Math.min(count, concurrency));
      },
    ),
    { numRuns: 60 },
  );
});

test('after a failure nothing is started, what is under way is awaited, and the first item that failed is reported', async () => {
  const course = fc.array(fc.record({ pick: fc.nat(), fails: fc.boolean() }), {
    minLength: 30,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 8 }),
      course,
      async (count, concurrency, steps) => {
        const desk = new Desk();
        let settled = false;
        const all = mapWithConcurrency(count, concurrency, desk.work).finally(() => (settled = true));
        const outcome = all.catch((error: Error) => error.message);
        const failed: number[] = [];
        let startedAtFailure: number | undefined;
        for (const { pick, fails } of steps) {
          const index = await desk.finishOne(pick, fails);
          if (index === undefined) break;
          if (fails) failed.push(index);
          if (failed.length > 0) startedAtFailure ??= desk.started.length;
          expect(settled).toBe(
            desk.finished.length === desk.started.length &&
              (failed.length > 0 || desk.finished.length === count),
          );
        }
        if (failed.length === 0) return;
        expect(desk.started).toHaveLength(startedAtFailure!);
        expect(await outcome).toBe(`failure of ${Math.min(...failed)}`);
      },
    ),
    { numRuns: 100 },
  );
});

test('work that throws before it has begun fails like any other', async () => {
  const throwing = (index: number): Promise<never> => {
    throw new Error(`failure of ${index}`);
  };
  await expect(mapWithConcurrency(3, 2, throwing)).rejects.toThrow('failure of 0');
  expect(await mapWithConcurrency(0, 5, throwing)).toEqual([]);
});
