import type { IDataObject } from 'n8n-workflow';

import { ALERT_STATUS, nameOf } from '../api/codes';
import type { Event } from '../api/event';
import { kindOf } from './event-kinds';

/** Output of an event: flat, with names for its codes and the original in `raw`. Missing fields are omitted. */
export function presentEvent(event: Event): IDataObject {
  const { alert, user, team, subscription, annotation } = event;
  const kind = kindOf(event);
  const fields: IDataObject = {
    event: kind.value,
    eventName: kind.name,
    eventType: event.eventType,
    raisedAt: event.eventRaisedUtc,
    alertId: alert?.id,
    externalId: alert?.externalEventId,
    status: typeof alert?.statusCode === 'number' ? nameOf(ALERT_STATUS, alert.statusCode) : undefined,
    statusCode: alert?.statusCode,
    eventId: alert?.eventId,
    acknowledgedUserIds: alert?.acknowledgedUserIds,
    userId: user?.id,
    userName: user?.username,
    userMail: user?.mailaddress,
    teamId: team?.id,
    subscriptionId: subscription?.id,
    annotation: annotation?.message,
    annotationId: annotation?.id,
    deliveryId: event.id,
    raw: event,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
