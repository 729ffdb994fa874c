import { wait } from '../platform/wait';

/** Given as a reason only because without one every wait would cost an error object with its stack. */
const SETTLED = 'settled';

/**
 * Waits until nobody holds `key`, and takes it for the caller, who gives it back by calling what is returned.
 * `undefined` when it is still held at `until`.
 *
 * Nothing awaits between the last look and the taking, so no two callers hold a key at the same time.
 *
 * @param until Unix milliseconds
 */
export async function takeTurn(
  pending: Map<string, Promise<void>>,
  key: string,
  until: number,
): Promise<(() => void) | undefined> {
  for (let holder = pending.get(key); holder; holder = pending.get(key)) {
    if (!(await settlesBefore(holder, until))) return undefined;
  }
  let settle = (): void => {};
  const turn = new Promise<void>((resolve) => (settle = resolve));
  pending.set(key, turn);
  return () => {
    // Called a second time, it must not give back what somebody else holds by now.
    if (pending.get(key) === turn) pending.delete(key);
    settle();
  };
}

async function settlesBefore(holder: Promise<void>, until: number): Promise<boolean> {
  const settled = new AbortController();
  const timeout = wait(Math.max(0, until - Date.now()), settled.signal).then(
    () => false,
    () => true,
  );
  const inTime = await Promise.race([holder.then(() => true), timeout]);
  settled.abort(SETTLED);
  return inTime;
}
