import { once, path } from '@signalbox/http-core';
import type { EncodedPath, RequestSpec } from '@signalbox/http-core';
import { InputProblem } from '@signalbox/http-core/errors';
import * as z from 'zod/v4-mini';

const PLACE = '{event_id}';

/** Not documented: by analogy with the endpoint for new events (trust-lighthouse.md §3.3). */
export const DELETE_EVENT_PATH = `/lighthouse/api/v1/event/${PLACE}`;

/** Answers after which the event is as good as gone, besides 404: it is not known (trust-lighthouse.md §3.3). */
const ACCEPTED: readonly number[] = [200, 202, 204];

/** All that an undocumented answer is good for: its status. */
export const deletedEvent = once(() => z.object({ status: z.int() }));

/**
 * A request for the end of an event, which may or may not exist.
 *
 * @param template path with `{event_id}` as one of its segments
 */
export function deleteEvent(eventId: string, template: string = DELETE_EVENT_PATH): RequestSpec {
  return {
    method: 'DELETE',
    path: pathFrom(template.trim(), eventId),
    // A success that is no JSON is the page of a proxy.
    contentOf: (status, body) =>
      status === 404 || (ACCEPTED.includes(status) && body !== undefined) ? { status } : undefined,
  };
}

/** Segment by segment, so that neither the ID nor the template leads elsewhere. */
function pathFrom(template: string, eventId: string): EncodedPath {
  const [root, ...segments] = template.split('/');
  const last = segments.at(-1) === '' ? segments.pop() : undefined;
  const places = segments.filter((segment) => segment === PLACE).length;
  if (
    root !== '' ||
    places !== 1 ||
    !segments.every((segment) => /^[\w.~-]+$|^\{event_id\}$/.test(segment))
  ) {
    throw new InputProblem(
      `"Path" must be a path with ${PLACE} as one of its parts`,
      `It looks like ${DELETE_EVENT_PATH}.`,
    );
  }
  const encoded = segments.map((segment) => path`/${segment === PLACE ? eventId : segment}`).join('');
  return `${encoded}${last === undefined ? '' : '/'}` as EncodedPath;
}
