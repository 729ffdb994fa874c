import { lazy, path } from '@signalbox/http-core';
import type { EncodedPath, RequestSpec } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import * as z from 'zod/v4-mini';

const PLACE = '{event_id}';

/** Undocumented; inferred from the endpoint that creates events (trust-lighthouse.md §3.3). */
export const DELETE_EVENT_PATH = `/lighthouse/api/v1/event/${PLACE}`;

/**
 * Statuses that count as deleted. A 404, which may also mean that there is no such endpoint, is handled separately
 * (trust-lighthouse.md §3.3).
 */
const ACCEPTED: readonly number[] = [200, 202, 204];

/** Only the status of an undocumented response can be relied on. */
export const deletedEvent = lazy(() => z.object({ status: z.int() }));

/**
 * Requests the deletion of an event, which may or may not exist.
 *
 * @param template path that contains `{event_id}` as one segment
 */
export function deleteEvent(eventId: string, template: string = DELETE_EVENT_PATH): RequestSpec {
  return {
    method: 'DELETE',
    path: pathFrom(template.trim(), eventId),
    // A 2xx that is not JSON is probably a proxy's page.
    contentOf: (status, body) =>
      status === 404 || (ACCEPTED.includes(status) && body !== undefined) ? { status } : undefined,
  };
}

/** Encodes each segment, so that neither the ID nor the template can reach another resource. */
function pathFrom(template: string, eventId: string): EncodedPath {
  const [root, ...segments] = template.split('/');
  const last = segments.at(-1) === '' ? segments.pop() : undefined;
  const places = segments.filter((segment) => segment === PLACE).length;
  if (
    root !== '' ||
    places !== 1 ||
    !segments.every((segment) => /^[\w.~-]+$|^\{event_id\}$/.test(segment))
  ) {
    throw new InvalidParameterError(
      `"Path" must contain ${PLACE} as one of its segments`,
      `For example: ${DELETE_EVENT_PATH}`,
    );
  }
  const encoded = segments.map((segment) => path`/${segment === PLACE ? eventId : segment}`).join('');
  return `${encoded}${last === undefined ? '' : '/'}` as EncodedPath;
}
