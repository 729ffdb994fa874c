import { containsTags } from '../api/watch';
import type { Watch } from '../api/watch';

/** Inverse of `watchText`; `undefined` if the string is not one of its results. */
export function readSettings(settings: string): Watch | undefined {
  try {
    const { tags, ...rest } = JSON.parse(settings) as Omit<Watch, 'tags'> & { tags: [string, string][] };
    return { ...rest, tags: Object.fromEntries(tags) };
  } catch {
    return undefined;
  }
}

/**
 * True if a registered event fires for every wanted file: same environment and company, and no tag that is not wanted.
 * Files that lack a wanted tag are dropped on arrival.
 */
export function covers(registered: string, wanted: string): boolean {
  const [one, other] = [readSettings(registered), readSettings(wanted)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.baseUrl === other.baseUrl &&
    one.companyId === other.companyId &&
    containsTags(other.tags, one.tags)
  );
}
