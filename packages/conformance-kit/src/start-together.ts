/**
 * Starts tasks in order, at most `limit` at a time.
 * @returns outcomes instead of rejections: a task may fail before its promise is awaited
 */
export function startTogether<T>(
  tasks: ReadonlyArray<() => Promise<T>>,
  limit: number,
): Array<Promise<PromiseSettledResult<T>>> {
  let free = limit;
  const waiting: Array<() => void> = [];
  const takeSlot = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const passOnSlot = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return tasks.map(async (task) => {
    await takeSlot();
    const [outcome] = await Promise.allSettled([task()]);
    passOnSlot();
    return outcome;
  });
}
