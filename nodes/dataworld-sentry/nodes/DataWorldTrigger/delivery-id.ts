import { firstText } from './event';
import type { Event } from './event';
import { kindOf } from './event-kinds';
import { eventTime } from './event-time';
import { webLink } from './resource-of';

/**
 * Identifies an event when it is delivered again. data.world sends no ID (dataworld-sentry.md §6), so this combines
 * what happened, to what, and when. Without a time, two events look like one that came twice, so they are not
 * deduplicated.
 */
export function deliveryId(event: Event): string | undefined {
  return eventTime(event) === undefined ? undefined : JSON.stringify(identity(event));
}

function identity(event: Event): unknown {
  const { topic } = kindOf(event);
  // The fields of these are unknown, so all of them count.
  if (topic === 'sync' || topic === 'other') return event;
  const names =
    topic === 'access'
      ? [
          'eventType',
          'requestId',
          'granteeType',
          'granteeId',
          'granteeEmail',
          'resourceOwner',
          'resourceId',
          'authorizationLevel',
          'actor.agentid',
          'org.agentid',
          'requester.agentid',
          'requester.email',
          'resource.name',
        ]
      : ['action', 'entity', 'owner', 'dataset', 'project', 'insight'];
  return [
    names.map((name) => firstText(event, name) ?? null),
    event.file ?? null,
    webLink(event) ?? null,
    eventTime(event),
  ];
}
