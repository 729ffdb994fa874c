import { recordOf } from './event';
import type { Event } from './event';

/** Time of an event, unparsed: `timestamp` for catalog events, `event.created` for access events. */
export function eventTime(event: Event): unknown {
  return event.timestamp ?? recordOf(event.event)?.created ?? event.created;
}
