import type { Event } from '../api/event';

/** User that SIGNL4 records for changes by webhook or API (signl4.md §1.6). */
const SYSTEM_USER_ID = '00000000-0000-0000-0000-000000000000';
const SYSTEM_MAIL = 'system@signl4.com';

/** Acknowledged and closed, the changes that n8n can make by external ID. */
const STATUSES_BY_WEBHOOK: readonly unknown[] = [2, 4];

/**
 * Detects an alert that a system acknowledged or closed, for example a workflow by external ID. A workflow that reacts to
 * such events with another change would run in an endless loop.
 *
 * Assumption: SIGNL4 names no user or the system user for these (signl4.md §6, 8).
 */
export function isSystemChange({ eventType, alert, user }: Event): boolean {
  if (eventType !== 201 || !STATUSES_BY_WEBHOOK.includes(alert?.statusCode)) return false;
  return !user?.id || user.id === SYSTEM_USER_ID || user.mailaddress === SYSTEM_MAIL;
}
