import type { Tags } from './model';

/**
 * Whether a file has all the watched tags, each with exactly the watched value. It may have more.
 * trust-lighthouse.md §3.4.
 */
export function containsTags(tags: Tags, watched: Tags): boolean {
  return Object.entries(watched).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
}

/** What of the tags has one of the keys. */
export function pickTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => keys.includes(key)));
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** Whether both hold the same, in whatever order. */
export function sameTags(one: Tags, other: Tags): boolean {
  return Object.keys(one).length === Object.keys(other).length && containsTags(one, other);
}

/** Whether a value is an object of nothing but strings. */
export function isTags(value: unknown): value is Tags {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((entry) => typeof entry === 'string')
  );
}
