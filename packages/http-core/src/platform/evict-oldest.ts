/**
 * Deletes the oldest entries until at most `limit` are left. A Map or Set keeps its entries in the order of insertion;
 * delete and insert an entry again to mark it as used.
 *
 * @param isEvictable entries for which it returns `false` are kept, even above the limit
 * @returns the deleted keys, so that the caller can clean up what belongs to them
 */
export function evictOldest<K>(
  entries: Map<K, unknown> | Set<K>,
  limit: number,
  isEvictable: (key: K) => boolean = () => true,
): K[] {
  const evicted: K[] = [];
  for (const key of entries.keys()) {
    if (entries.size <= limit) break;
    if (!isEvictable(key)) continue;
    entries.delete(key);
    evicted.push(key);
  }
  return evicted;
}
