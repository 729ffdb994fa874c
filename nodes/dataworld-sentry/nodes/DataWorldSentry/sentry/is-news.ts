import type { Sentry } from '../../api/sentry';
import { timeOf } from '../../api/service-time';
import type { StateUpdate } from './state-update';

/**
 * True if an update differs from what the Sentry already shows. Fields missing from the response cannot be compared:
 * then a message counts as unchanged, a time as changed.
 *
 * @param heartbeatMs age of the last update after which the same update is sent again; 0 for never
 * @param now Unix milliseconds
 */
export function isNews(
  update: StateUpdate,
  present: Sentry,
  { heartbeatMs, now }: { heartbeatMs: number; now: number },
): boolean {
  const { state, userMessage, latestRecordAt, counts = {}, metadata = {} } = update;
  if (state !== present.state) return true;
  if (present.user_message !== undefined && (present.user_message ?? '') !== (userMessage ?? '')) return true;
  // These are tracked over time: an equal value is still another point in a chart.
  if (Object.keys(counts).length > 0 || Object.keys(metadata).length > 0) return true;
  if (latestRecordAt !== undefined && timeOf(present.latest_record_at) !== Date.parse(latestRecordAt)) {
    return true;
  }
  // A timeout turns a Sentry sick (dataworld-sentry.md §5), so a sick one needs no heartbeat.
  if (heartbeatMs === 0 || state === 'sick') return false;
  const updatedAt = timeOf(present.updated_at);
  return updatedAt === undefined || now - updatedAt >= heartbeatMs;
}
