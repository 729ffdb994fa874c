import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../platform/is-record';

/** Progress of a trigger that watches things for changes. */
interface WatchState<Seen> {
  /** Base URL of the service: the same id in another environment is another thing. */
  scope: string;
  /** By id. */
  seen: ReadonlyMap<string, Seen>;
  /** The id with which the next poll begins. */
  next: string | undefined;
}

/** Reads the stored state; empty if it is missing, damaged, or of another base URL. */
export function readWatch<Seen>(progress: unknown, scope: string): WatchState<Seen> {
  const stored = progress as { scope?: unknown; seen?: unknown; next?: unknown } | undefined;
  if (stored?.scope !== scope || !isRecord(stored.seen)) return { scope, seen: new Map(), next: undefined };
  const entries = Object.entries(stored.seen).filter(([, one]) => isRecord(one));
  return {
    scope,
    seen: new Map(entries as [string, Seen][]),
    next: typeof stored.next === 'string' ? stored.next : undefined,
  };
}

/** Plain JSON for static data. */
export function storedWatch<Seen>({ scope, seen, next }: WatchState<Seen>): IDataObject {
  return { scope, seen: Object.fromEntries(seen), ...(next !== undefined && { next }) };
}
