import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../api/service-time';
import { recordOf, textOf } from './event';
import type { Event } from './event';
import { kindOf } from './event-kinds';
import { eventTime } from './event-time';
import { resourceOf, webLink } from './resource-of';

/** Fields that are taken over as they are. */
const TEXTS = [
  'action',
  'entity',
  'eventType',
  'project',
  'insight',
  'origin',
  'granteeType',
  'granteeId',
  'granteeEmail',
  'authorizationLevel',
];

/** An event as the user gets it: flat, the original beside it. What it lacks is left out. */
export function presentEvent(event: Event): IDataObject {
  const { value, name, topic } = kindOf(event);
  const { ownerId, id } = resourceOf(event);
  const fields: Record<string, unknown> = {
    event: value,
    eventName: name,
    kind: topic,
    ...Object.fromEntries(TEXTS.map((field) => [field, textOf(event, field)])),
    owner: textOf(event, 'owner') ?? textOf(event, 'resourceOwnerName'),
    ownerId,
    dataset: textOf(event, 'dataset') ?? textOf(event, 'resourceName'),
    resourceId: id,
    fileName: fileName(event),
    error: textOf(event, 'error') ?? textOf(event, 'error', 'message'),
    actor: textOf(event, 'actor') ?? textOf(event, 'actorName') ?? textOf(event, 'event', 'triggeredBy'),
    timestamp: isoTime(eventTime(event)),
    url: webLink(event),
    links: recordOf(event.links),
    requestFormFields: recordOf(event.requestFormFields),
    raw: event,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, content]) => content !== undefined),
  ) as IDataObject;
}

/** The file, under any of the names that events about files and about syncs (an assumption, spec §6) have for it. */
function fileName(event: Event): string | undefined {
  const [first] = Array.isArray(event.files) ? (event.files as unknown[]) : [];
  return (
    textOf(event, 'file') ??
    textOf(event, 'file', 'name') ??
    textOf(event, 'error', 'file') ??
    textOf({ first }, 'first', 'name')
  );
}
