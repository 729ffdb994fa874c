import { alphabetically } from '@signalbox/http-core';
import type { INodePropertyOptions } from 'n8n-workflow';

import type { Event } from './event';

interface EventKind {
  name: string;
  description: string;
  eventType: number;
  /** For a change of an alert's status, the status it has now. */
  statusCode?: number;
}

/** Every event of SIGNL4 by the value the user picks (signl4.md §3.3). */
const KINDS = {
  alertAcknowledged: {
    name: 'Alert Acknowledged',
    description: 'Somebody takes care of it',
    eventType: 201,
    statusCode: 2,
  },
  alertAnnotated: { name: 'Alert Annotated', description: 'Somebody added a note', eventType: 203 },
  alertClosed: { name: 'Alert Closed', description: 'It has been resolved', eventType: 201, statusCode: 4 },
  alertCreated: { name: 'Alert Created', description: 'A new alert for the team', eventType: 200 },
  alertError: {
    name: 'Alert Error',
    description: 'It could not be processed',
    eventType: 201,
    statusCode: 32,
  },
  alertEscalated: {
    name: 'Alert Escalated',
    description: 'Not acknowledged in time, so a manager was notified',
    eventType: 202,
  },
  alertNoReply: { name: 'Alert Without Reply', description: 'Nobody replied', eventType: 201, statusCode: 8 },
  alertReopened: {
    name: 'Alert Reopened',
    description: 'An acknowledgement or closing was undone',
    eventType: 201,
    statusCode: 1,
  },
  dutyEnded: { name: 'Duty Period Ended', description: 'Of a team with Duty Assistant', eventType: 301 },
  dutyStarted: { name: 'Duty Period Started', description: 'Of a team with Duty Assistant', eventType: 300 },
  noOneOnDuty: {
    name: 'Nobody on Duty',
    description: 'An alert reached nobody',
    eventType: 201,
    statusCode: 16,
  },
  punchedIn: { name: 'User Punched In', description: 'Somebody went on duty', eventType: 302 },
  punchedOut: { name: 'User Punched Out', description: 'Somebody went off duty', eventType: 303 },
} satisfies Record<string, EventKind>;

/** The value for events that SIGNL4 does not document, or not yet. */
const OTHER = 'other';

/** What SIGNL4 sends when a webhook is tested in its portal; never starts a workflow (signl4.md §3.3). */
export const TEST_EVENT_TYPE = 1;

export const eventOptions: INodePropertyOptions[] = [
  ...Object.entries(KINDS).map(([value, { name, description }]) => ({ name, value, description })),
  { name: 'Other', value: OTHER, description: 'Any event that is not in this list' },
].sort(alphabetically(({ name }) => name));

/** Which of the options an event is. */
export function kindOf({ eventType, alert }: Event): { value: string; name: string } {
  const found = Object.entries<EventKind>(KINDS).find(
    ([, kind]) =>
      kind.eventType === eventType &&
      (kind.statusCode === undefined || kind.statusCode === alert?.statusCode),
  );
  return found ? { value: found[0], name: found[1].name } : { value: OTHER, name: 'Other' };
}
