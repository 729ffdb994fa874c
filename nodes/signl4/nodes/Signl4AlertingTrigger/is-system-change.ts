import type { Event } from './event';

/** Who SIGNL4 names when a webhook or the API made a change (signl4.md §1.6). */
const SYSTEM_USER_ID = '00000000-0000-0000-0000-000000000000';
const SYSTEM_MAIL = 'system@signl4.com';

/** Acknowledged and closed: what n8n itself can do by external ID. */
const STATUSES_BY_WEBHOOK: readonly unknown[] = [2, 4];

/**
 * Whether an alert was acknowledged or closed by a system and not by a person, as when a workflow does it by
 * external ID. A workflow that reacts to such events with such a change would run for ever.
 *
 * Assumption: SIGNL4 names no user or the system user for these (signl4.md §6, 8).
 */
export function isSystemChange({ eventType, alert, user }: Event): boolean {
  if (eventType !== 201 || !STATUSES_BY_WEBHOOK.includes(alert?.statusCode)) return false;
  return !user?.id || user.id === SYSTEM_USER_ID || user.mailaddress === SYSTEM_MAIL;
}
