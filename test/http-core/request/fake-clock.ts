/** Time that passes only when told to. Microtasks and sockets stay real. */
export function useFakeClock(): void {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
}

export type Outcome<T> = { value: T } | { error: unknown };

/** Runs to the end, letting as much time pass as it takes. */
export async function toTheEnd<T>(promise: Promise<T>): Promise<Outcome<T>> {
  const outcome = settled(promise);
  await jest.runAllTimersAsync();
  return await outcome;
}

/** Outcome of a promise without any time passing; `pending` while it waits. */
export async function atOnce<T>(promise: Promise<T>): Promise<Outcome<T> | 'pending'> {
  let result: Outcome<T> | 'pending' = 'pending';
  void settled(promise).then((outcome) => (result = outcome));
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  return result;
}

async function settled<T>(promise: Promise<T>): Promise<Outcome<T>> {
  return await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
