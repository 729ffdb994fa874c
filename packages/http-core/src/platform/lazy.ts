/**
 * A function that makes its result at the first call and returns the same one ever after.
 *
 * For schemas: each takes kilobytes of memory and a part of a millisecond, n8n loads every node at its start, and
 * few of them ever run.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
