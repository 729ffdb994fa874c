import { recordOf } from './event';
import type { Event } from './event';

/** When it happened, as data.world writes it: `timestamp` of events about the catalog, `event.created` of those about access. */
export function eventTime(event: Event): unknown {
  return event.timestamp ?? recordOf(event.event)?.created ?? event.created;
}
