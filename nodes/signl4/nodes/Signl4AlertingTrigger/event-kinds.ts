import { alphabetically } from '@signalbox/http-core';
import type { INodePropertyOptions } from 'n8n-workflow';

import type { Event } from '../api/event';

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
    description: 'Someone acknowledged the alert',
    eventType: 201,
    statusCode: 2,
  },
  alertAnnotated: {
    name: 'Alert Annotated',
    description: 'Someone added a note to the alert',
    eventType: 203,
  },
  alertClosed: {
    name: 'Alert Closed',
    description: 'The alert was closed or resolved',
    eventType: 201,
    statusCode: 4,
  },
  alertCreated: { name: 'Alert Created', description: 'An alert was raised', eventType: 200 },
  alertError: {
    name: 'Alert Error',
    description: 'The alert could not be processed',
    eventType: 201,
    statusCode: 32,
  },
  alertEscalated: {
    name: 'Alert Escalated',
    description: 'The alert was not acknowledged in time, so a manager was notified',
    eventType: 202,
  },
  alertNoReply: {
    name: 'Alert Without Reply',
    description: 'No one replied to the alert',
    eventType: 201,
    statusCode: 8,
  },
  alertReopened: {
    name: 'Alert Reopened',
    description: 'An acknowledgement or closing was undone',
    eventType: 201,
    statusCode: 1,
  },
  dutyEnded: {
    name: 'Duty Period Ended',
    description: 'A duty period ended (only with Duty Assistant)',
    eventType: 301,
  },
  dutyStarted: {
    name: 'Duty Period Started',
    description: 'A duty period started (only with Duty Assistant)',
    eventType: 300,
  },
  noOneOnDuty: {
    name: 'Nobody on Duty',
    description: 'An alert was raised while no one was on duty',
    eventType: 201,
    statusCode: 16,
  },
  punchedIn: { name: 'User Punched In', description: 'Someone went on duty', eventType: 302 },
  punchedOut: { name: 'User Punched Out', description: 'Someone went off duty', eventType: 303 },
} satisfies Record<string, EventKind>;

/** The value for events that SIGNL4 does not document, or not yet. */
const OTHER = 'other';

/** Sent when a webhook is tested in the SIGNL4 portal. It never starts a workflow (signl4.md §3.3). */
export const TEST_EVENT_TYPE = 1;

export const eventOptions: INodePropertyOptions[] = [
  ...Object.entries(KINDS).map(([value, { name, description }]) => ({ name, value, description })),
  { name: 'Other', value: OTHER, description: 'Any event that is not in this list' },
].sort(alphabetically(({ name }) => name));

/** Value of the "Events" option that an event belongs to. */
export function kindOf({ eventType, alert }: Event): { value: string; name: string } {
  const found = Object.entries<EventKind>(KINDS).find(
    ([, kind]) =>
      kind.eventType === eventType &&
      (kind.statusCode === undefined || kind.statusCode === alert?.statusCode),
  );
  return found ? { value: found[0], name: found[1].name } : { value: OTHER, name: 'Other' };
}
