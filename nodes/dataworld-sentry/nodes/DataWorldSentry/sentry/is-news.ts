import type { Sentry } from '../../api/sentry';
import { timeOf } from '../../api/service-time';
import type { StateUpdate } from './state-update';

/**
 * Whether an update says more than the Sentry shows already. What an answer does not have cannot be compared: a message then counts
 * as known, a time as new.
 *
 * @param heartbeatMs age of the last update from which on the same is said again; 0 for never
 * @param now milliseconds since 1970
 */
export function isNews(
  update: StateUpdate,
  present: Sentry,
  { heartbeatMs, now }: { heartbeatMs: number; now: number },
): boolean {
  const { state, userMessage, latestRecordAt, counts = {}, metadata = {} } = update;
  if (state !== present.state) return true;
  if (present.user_message !== undefined && (present.user_message ?? '') !== (userMessage ?? '')) return true;
  // These are kept over time, so the same number once more is a point in a chart.
  if (Object.keys(counts).length > 0 || Object.keys(metadata).length > 0) return true;
  if (latestRecordAt !== undefined && timeOf(present.latest_record_at) !== Date.parse(latestRecordAt)) {
    return true;
  }
  // A timeout makes a Sentry sick (dataworld-sentry.md §5), which it is already.
  if (heartbeatMs === 0 || state === 'sick') return false;
  const updatedAt = timeOf(present.updated_at);
  return updatedAt === undefined || now - updatedAt >= heartbeatMs;
}
