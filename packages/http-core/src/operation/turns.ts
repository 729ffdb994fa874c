/** Runs tasks with the same key one after the other, in the order of their calls, whether they succeed or not. */
export function serializeByKey(): <T>(key: string | undefined, task: () => Promise<T>) => Promise<T> {
  const latest = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    if (key === undefined) return await task();
    const mine = (latest.get(key) ?? Promise.resolve()).then(task);
    // Whoever comes next waits for the end, however it ends.
    latest.set(
      key,
      mine.catch(() => undefined),
    );
    return await mine;
  };
}
