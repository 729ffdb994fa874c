import { FINGERPRINT_CHARACTERS } from '../platform/fingerprint';

/** Items already emitted: fingerprint to time, in Unix milliseconds. */
export type SeenItems = Map<string, number>;

/** One short string: static data is written whole with every poll, and a string is cheap to track. */
export function encodeSeen(seen: SeenItems): string {
  return [...seen].map(([fingerprint, time]) => fingerprint + time.toString(36)).join(' ');
}

/** The reverse of `encodeSeen`; what is malformed is left out. */
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
 * Forgets items older than `since`, and then whole instants, oldest first, until at most `limit` are left; but none
 * from `cursor` on, where there may still be items that were never emitted. Returns the time from which on the
 * memory is complete: an item below it must be ignored, as it can no longer be told whether it was emitted.
 */
export function pruneSeen(
  seen: SeenItems,
  { since, cursor, limit }: { since: number; cursor: number; limit: number },
): number {
  const newestFirst = [...seen.values()].sort((a, b) => b - a);
  // The instant of the first one that does not fit goes entirely, since half an instant cannot be told from the other half.
  const tooOld = newestFirst[limit] ?? -Infinity;
  const floor = Math.max(since, Math.min(cursor, tooOld + 1));
  for (const [fingerprint, time] of seen) if (time < floor) seen.delete(fingerprint);
  return floor;
}
