import type { Tags } from './model';

/**
 * True if a file has all the watched tags, each with exactly the watched value. It may have more.
 * trust-lighthouse.md §3.4.
 */
export function containsTags(tags: Tags, watched: Tags): boolean {
  return Object.entries(watched).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
}

/** Tags with one of the keys. */
export function pickTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => keys.includes(key)));
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** True if both have the same tags, in any order. */
export function sameTags(one: Tags, other: Tags): boolean {
  return Object.keys(one).length === Object.keys(other).length && containsTags(one, other);
}

/** True for an object of strings only. */
export function isTags(value: unknown): value is Tags {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((entry) => typeof entry === 'string')
  );
}
