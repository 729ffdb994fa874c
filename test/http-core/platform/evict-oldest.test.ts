import { evictOldest } from '@signalbox/http-core/internal/platform/evict-oldest';

test('deletes the entries inserted first and returns their keys', () => {
  const entries = new Set(['a', 'b', 'c', 'd']);
  expect(evictOldest(entries, 2)).toEqual(['a', 'b']);
  expect([...entries]).toEqual(['c', 'd']);
});

test('deletes nothing while there are no more than the limit', () => {
  const entries = new Map([['a', 1]]);
  expect(evictOldest(entries, 1)).toEqual([]);
  expect(entries.size).toBe(1);
});

test('skips entries that must stay, even if more than the limit are left', () => {
  const entries = new Map(['a', 'b', 'c', 'd'].map((key) => [key, key]));
  expect(evictOldest(entries, 1, (key) => key !== 'a' && key !== 'c')).toEqual(['b', 'd']);
  expect([...entries.keys()]).toEqual(['a', 'c']);
});
