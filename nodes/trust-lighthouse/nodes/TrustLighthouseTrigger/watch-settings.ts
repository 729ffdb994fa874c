import { containsTags } from '../api/watch';
import type { Watch } from '../api/watch';

/** The reverse of `watchText`; `undefined` for a text that is not of it. */
export function readSettings(settings: string): Watch | undefined {
  try {
    const { tags, ...rest } = JSON.parse(settings) as Omit<Watch, 'tags'> & { tags: [string, string][] };
    return { ...rest, tags: Object.fromEntries(tags) };
  } catch {
    return undefined;
  }
}

/**
 * Whether an event fires for every wanted file: it is of the same company at the same place, and waits for no tag that
 * is not wanted. What it fires for besides lacks a wanted tag, and is dropped when it comes.
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
