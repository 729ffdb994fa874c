import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { isoTime, timeOf } from '../api/service-time';
import type { Kind } from './event-kinds';
import type { WatchedSentry } from './watched-sentry';

/** Last known values of a Sentry. Fields missing from a response keep their value; fields never seen are absent. */
interface SeenSentry {
  state: string | null;
  name?: string;
  /** Empty for no message. */
  message?: string;
  /** ISO 8601. */
  latestRecordAt?: string;
  updatedAt?: string;
  /** Fingerprint of the metadata. */
  meta?: string;
  /** Absent until first evaluated. */
  stale?: boolean;
}

/** Options of the trigger. */
export interface Interest {
  kinds: readonly Kind[];
  /** Age of the latest record after which it is stale, in milliseconds. */
  staleAfterMs: number;
  /** Unix milliseconds, by n8n's clock. */
  now: number;
}

/** A change of a Sentry. */
export interface Change extends IDataObject {
  event: Kind;
}

/** Compares a Sentry with its last known values. Returns at most one change of each kind. */
export function compareSentry(
  sentry: WatchedSentry,
  before: SeenSentry | undefined,
  { kinds, staleAfterMs, now }: Interest,
): { seen: SeenSentry; changes: Change[] } {
  const seen: SeenSentry = { ...before, ...present(sentry) };
  const recordTime = timeOf(seen.latestRecordAt);
  // Without a record time the age is unknown, so it never goes stale.
  const isStale = recordTime !== undefined && now - recordTime > staleAfterMs;
  if (kinds.includes('wentStale')) seen.stale = isStale;
  // If the event is chosen again later, it starts with a new baseline.
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

/** Names in the output. */
const NAMES = {
  state: 'state',
  name: 'name',
  message: 'userMessage',
  latestRecordAt: 'latestRecordAt',
  meta: 'meta',
  updatedAt: 'updatedAt',
} as const satisfies Record<(typeof WATCHED)[number], string>;

/** Values in a response. A null message becomes an empty one; missing fields stay missing. */
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

/** Metadata may be long and is only compared, so 96 bits of its SHA-256 are enough. */
function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
