import { FINGERPRINT_CHARACTERS } from '../platform/fingerprint';

/** Time of each emitted item by fingerprint, in Unix milliseconds. */
export type SeenItems = Map<string, number>;

/** Encodes as one short string: static data is written as a whole with every poll, and a string is cheap to track. */
export function encodeSeen(seen: SeenItems): string {
  return [...seen].map(([fingerprint, time]) => fingerprint + time.toString(36)).join(' ');
}

/** Reverses `encodeSeen`. Skips malformed entries. */
export function decodeSeen(text: unknown): SeenItems {
  const seen: SeenItems = new Map();
  if (typeof text !== 'string') return seen;
  for (const entry of text.split(' ')) {
    const time = Number.parseInt(entry.slice(FINGERPRINT_CHARACTERS), 36);
    if (Number.isFinite(time)) seen.set(entry.slice(0, FINGERPRINT_CHARACTERS), time);
  }
  return seen;
}

/**
 * Deletes items older than `since`, and then the oldest until at most `limit` are left. Items of the same time are
 * deleted together, and items from `cursor` on are kept, since others of that time may not have been emitted yet.
 *
 * @returns the time from which on the list is complete; older items must be ignored, as they may have been emitted
 */
export function pruneSeen(
  seen: SeenItems,
  { since, cursor, limit }: { since: number; cursor: number; limit: number },
): number {
  const newestFirst = [...seen.values()].sort((a, b) => b - a);
  // Delete everything with the time of the first item that does not fit: the floor cannot split items of the same time.
  const tooOld = newestFirst[limit] ?? -Infinity;
  const floor = Math.max(since, Math.min(cursor, tooOld + 1));
  for (const [fingerprint, time] of seen) if (time < floor) seen.delete(fingerprint);
  return floor;
}
