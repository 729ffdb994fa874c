import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  /** Condition, as the error names it: `the webhook to be registered`. */
  what: string;
  /** Milliseconds after which waiting is given up. */
  timeoutMs?: number;
  /** Milliseconds between two looks. */
  intervalMs?: number;
  signal?: AbortSignal;
}

/**
 * Looks again and again until `look` gives something other than `undefined`, and returns that.
 * @throws Error when the time is up, or what `look` throws
 */
export async function pollUntil<T>(
  look: () => Promise<T | undefined> | T | undefined,
  options: PollOptions,
): Promise<T> {
  const { what, timeoutMs = 30_000, intervalMs = 100, signal } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() >= deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await sleep(intervalMs, undefined, { signal });
  }
}
