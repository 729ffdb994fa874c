/**
 * Works on `count` items, at most `concurrency` at a time, started in order, and gives the results in order.
 *
 * After the first failure nothing more is started; what is under way is awaited, so that nothing goes on
 * unobserved. Then the failure of the lowest index is thrown.
 */
export async function mapWithConcurrency<T>(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results = new Array<T>(count);
  const failures = new Map<number, unknown>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && failures.size === 0) {
      const index = next++;
      try {
        results[index] = await work(index);
      } catch (error) {
        failures.set(index, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return results;
}
