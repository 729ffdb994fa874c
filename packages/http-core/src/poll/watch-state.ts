import type { IDataObject } from 'n8n-workflow';

/** What a watching trigger remembers, in its static data. */
export interface WatchState<Seen> {
  /** Base URL of the service: the same id elsewhere is another thing. */
  scope: string;
  /** By id. */
  seen: ReadonlyMap<string, Seen>;
  /** The id with which the next poll begins. */
  next: string | undefined;
}

/** Key in the node's static data. */
const STATIC_DATA_KEY = 'watched';

/** What was remembered for this base URL; nothing when it is missing, of another one, or damaged. */
export function readWatch<Seen>(staticData: IDataObject, scope: string): WatchState<Seen> {
  const stored = plain(staticData[STATIC_DATA_KEY]) as
    { scope?: unknown; seen?: unknown; next?: unknown } | undefined;
  if (stored?.scope !== scope || !isRecord(stored.seen)) return { scope, seen: new Map(), next: undefined };
  const entries = Object.entries(stored.seen).filter(([, one]) => isRecord(one));
  return {
    scope,
    seen: new Map(entries as [string, Seen][]),
    next: typeof stored.next === 'string' ? stored.next : undefined,
  };
}

/** Writes a state that has changed; n8n saves the static data of the whole workflow after any assignment. */
export function writeWatch<Seen>(staticData: IDataObject, { scope, seen, next }: WatchState<Seen>): void {
  const state = { scope, seen: Object.fromEntries(seen), ...(next !== undefined && { next }) };
  if (JSON.stringify(state) === JSON.stringify(staticData[STATIC_DATA_KEY])) return;
  staticData[STATIC_DATA_KEY] = state;
}

/** A copy without n8n's change-tracking proxies, which must not be nested into each other. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
