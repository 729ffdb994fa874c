import type { IDataObject } from 'n8n-workflow';

import { labelsOf, sourceOf } from './event';
import type { Push } from './event';
import { measurementsOf } from './measurements';

/** Output of an event: flat, with units, and the original in `raw`. Missing fields are omitted. */
export function presentEvent(push: Push): IDataObject {
  const { event } = push;
  const labels = labelsOf(push);
  const { deviceId, deviceType, productNumber, projectId } = sourceOf(push);
  const fields: IDataObject = {
    eventType: event.eventType,
    timestamp: event.timestamp,
    deviceId,
    deviceName: labels.name,
    deviceType,
    productNumber,
    projectId,
    labels,
    ...measurementsOf(event.eventType, event.data),
    eventId: event.eventId,
    event: event,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
