import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../api/service-time';
import { firstText, recordOf, textOf } from './event';
import type { Event } from './event';
import { accessOf, kindOf } from './event-kinds';
import { eventTime } from './event-time';
import { resourceOf, webLink } from './resource-of';

/** Fields that are copied unchanged. */
const TEXTS = [
  'action',
  'entity',
  'eventType',
  'project',
  'insight',
  'origin',
  'granteeType',
  'granteeId',
  'granteeName',
  'granteeEmail',
  'authorizationLevel',
  'requestId',
  'message',
];

/** Output item for an event: flat, with the original in `raw`. Missing fields are omitted. */
export function presentEvent(event: Event): IDataObject {
  const { value, name, topic } = kindOf(event);
  const { ownerId, id } = resourceOf(event);
  const access = accessOf(event);
  const fields: Record<string, unknown> = {
    event: value,
    eventName: name,
    kind: topic,
    ...Object.fromEntries(TEXTS.map((field) => [field, textOf(event, field)])),
    access: access?.access,
    status: access?.status,
    owner: firstText(event, 'owner', 'resourceOwnerName', 'org.displayName'),
    ownerId,
    dataset: firstText(event, 'dataset', 'resourceName'),
    resourceId: id,
    resourceName: firstText(event, 'resource.name', 'resourceName'),
    resourceType: textOf(event, 'resource', 'type'),
    requester: textOf(event, 'requester', 'displayName'),
    requesterId: textOf(event, 'requester', 'agentid'),
    requesterEmail: textOf(event, 'requester', 'email'),
    requesterUrl: textOf(event, 'requester', 'url'),
    approvalUrl: firstText(event, 'resource.approvalUrl', 'resourceAccessUrl'),
    fileName: fileName(event),
    error: textOf(event, 'error') ?? textOf(event, 'error', 'message'),
    actor: firstText(event, 'actor', 'actorName', 'actor.displayName', 'event.triggeredBy'),
    actorId: firstText(event, 'actorId', 'actor.agentid', 'event.triggeredBy'),
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

/** File name, under any of the keys that file events and (assumed, dataworld-sentry.md §6) sync events use. */
function fileName(event: Event): string | undefined {
  const [first] = Array.isArray(event.files) ? (event.files as unknown[]) : [];
  return (
    textOf(event, 'file') ??
    textOf(event, 'file', 'name') ??
    textOf(event, 'error', 'file') ??
    textOf({ first }, 'first', 'name')
  );
}
