/** Upper bound of the first wait; doubles with each further attempt. */
const BASE_MS = 500;
const MAX_MS = 20_000;

/**
 * Wait before a retry for which the service gave no time: random, up to an exponentially growing bound ("full jitter"), so
 * that clients that failed together do not return together.
 *
 * @param retry 0 for the first retry
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(retry: number, random: () => number = Math.random): number {
  return Math.floor(random() * Math.min(MAX_MS, BASE_MS * 2 ** retry));
}
