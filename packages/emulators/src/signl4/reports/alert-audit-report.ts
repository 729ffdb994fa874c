import { TimelineEntry } from '../enums';
import type { Alert, Team, TimelineItem } from '../model';
import type { State } from '../state';
import { systemUser } from '../system-user';
import { csv } from './csv';
import { isIn, monthOf, type Month } from './month';

const HEADER = [
  'Timestamp',
  'Log ID',
  'Event Type',
  'Alert ID',
  'Event ID',
  'User ID',
  'User Mail',
  'Content',
  'Price',
  'Duration in seconds',
];
/** Event types of the vendor's sample. */
const EVENT_TYPES: Readonly<Record<number, string>> = {
  [TimelineEntry.Opened]: 'Alert_New',
  [TimelineEntry.Acknowledged]: 'Alert_Confirmed',
  [TimelineEntry.Closed]: 'Alert_Closed',
};

interface LogEntry {
  alert: Alert;
  item: TimelineItem;
}

/** Months in which something happened to alerts of a team, oldest first, with the time of the last record. */
export function auditedMonths(state: State, team: Team): Map<string, Month & { lastRecord: string }> {
  const months = new Map<string, Month & { lastRecord: string }>();
  for (const { item } of logOf(state, team)) {
    const month = monthOf(item.timestamp);
    months.set(`${month.year}_${month.month}`, { ...month, lastRecord: item.timestamp });
  }
  return months;
}

/** `{year}_{month}_AlertAuditReport.csv`, with the columns of the vendor's sample. */
export function alertAuditReport(state: State, team: Team, month: Month): Buffer {
  const rows = logOf(state, team)
    .filter(({ item }) => isIn(month, item.timestamp))
    .map(({ alert, item }) => {
      const user = item.userId === systemUser.id ? systemUser : state.users.get(item.userId ?? '');
      const isNew = item.entrytype === TimelineEntry.Opened;
      return [
        item.timestamp,
        item.id,
        EVENT_TYPES[item.entrytype]!,
        alert.id,
        alert.eventId,
        item.userId ?? '',
        user?.mail ?? '',
        isNew ? [alert.title, alert.text].filter(Boolean).join(' | ').replaceAll(/\s+/g, ' ') : '',
        '0.00',
        '0',
      ];
    });
  return csv(HEADER, rows);
}

/** Changes of the alerts of a team that a report tells of, oldest first. */
function logOf(state: State, team: Team): LogEntry[] {
  return [...state.alerts.values()]
    .filter(({ teamId }) => teamId === team.id)
    .flatMap((alert) => alert.timeline.map((item) => ({ alert, item })))
    .filter(({ item }) => EVENT_TYPES[item.entrytype] !== undefined)
    .sort((a, b) => (a.item.timestamp < b.item.timestamp ? -1 : 1));
}
