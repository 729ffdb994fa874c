import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { isoTime, timeOf } from '../api/service-time';
import type { Kind } from './event-kinds';
import type { WatchedSentry } from './watched-sentry';

/** What is remembered of a Sentry. What an answer leaves out stays as it was; what was never there is absent. */
export interface SeenSentry {
  state: string | null;
  name?: string;
  /** '' for none. */
  message?: string;
  /** ISO 8601. */
  latestRecordAt?: string;
  updatedAt?: string;
  /** Fingerprint of the metadata. */
  meta?: string;
  /** Absent until it was first judged. */
  stale?: boolean;
}

/** What the user wants to know. */
export interface Interest {
  kinds: readonly Kind[];
  /** Age of the latest record from which on it counts as stale, in milliseconds. */
  staleAfterMs: number;
  /** Milliseconds since 1970, by the clock of n8n. */
  now: number;
}

/** Something that has happened to a Sentry. */
export interface Change extends IDataObject {
  event: Kind;
}

/** What is other than at the last look; one change of each kind at most. */
export function compareSentry(
  sentry: WatchedSentry,
  before: SeenSentry | undefined,
  { kinds, staleAfterMs, now }: Interest,
): { seen: SeenSentry; changes: Change[] } {
  const seen: SeenSentry = { ...before, ...present(sentry) };
  const recordTime = timeOf(seen.latestRecordAt);
  // Without a time of the latest record nothing is known about its age: it never goes stale.
  const isStale = recordTime !== undefined && now - recordTime > staleAfterMs;
  if (kinds.includes('wentStale')) seen.stale = isStale;
  // The next time it is chosen, it begins with a baseline.
  else delete seen.stale;
  if (!before) return { seen, changes: [] };

  const found: Change[] = [];
  if (seen.state !== before.state) found.push({ event: 'stateChanged', from: before.state, to: seen.state });
  if ((seen.message ?? '') !== (before.message ?? '')) {
    found.push({ event: 'messageChanged', from: before.message, to: seen.message });
  }
  const timeBefore = timeOf(before.latestRecordAt);
  if (recordTime !== undefined && (timeBefore === undefined || recordTime > timeBefore)) {
    found.push({ event: 'freshData', from: before.latestRecordAt, to: seen.latestRecordAt });
  }
  if (isStale && before.stale === false) {
    found.push({ event: 'wentStale', ageMinutes: Math.floor((now - recordTime) / 60_000) });
  }
  const changed = WATCHED.filter((field) => (seen[field] ?? '') !== (before[field] ?? ''));
  if (changed.length > 0) {
    found.push({ event: 'anyChange', changed: changed.map((field) => NAMES[field]) });
  }
  return { seen, changes: found.filter(({ event }) => kinds.includes(event)) };
}

const WATCHED = ['state', 'name', 'message', 'latestRecordAt', 'meta', 'updatedAt'] as const;

/** As they are called in the output. */
const NAMES = {
  state: 'state',
  name: 'name',
  message: 'userMessage',
  latestRecordAt: 'latestRecordAt',
  meta: 'meta',
  updatedAt: 'updatedAt',
} as const satisfies Record<(typeof WATCHED)[number], string>;

/** What an answer says. A message of null is none; what is not in the answer is not in the result. */
function present(sentry: WatchedSentry): SeenSentry {
  const { state, name, user_message: message, latest_record_at: record, updated_at: updated, meta } = sentry;
  const latestRecordAt = isoTime(record);
  const updatedAt = isoTime(updated);
  return {
    state,
    ...(name && { name }),
    ...(message !== undefined && { message: message ?? '' }),
    ...(latestRecordAt && { latestRecordAt }),
    ...(updatedAt && { updatedAt }),
    ...(meta !== undefined && { meta: fingerprint(meta) }),
  };
}

/** Metadata may be long and is of no use but to be compared: 96 bits of its SHA-256. */
function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
