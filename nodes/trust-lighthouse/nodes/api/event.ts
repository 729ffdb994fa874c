import { once, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import type { Tags } from './tags';
import { inCamelCase, tagMap, text } from './wire';

/** What becomes of an event: a call of a URL, and perhaps the end of the event. */
export interface EventAction {
  callbackUrl: string;
  deleteAfterAction: boolean;
}

export interface TaggedFileEvent extends EventAction {
  companyId: string;
  /** At least one. */
  tags: Tags;
}

/** trust-lighthouse.md §3.1. */
export function createTaggedFileEvent({ companyId, tags, ...action }: TaggedFileEvent): RequestSpec {
  return createEvent('tagged_file', { company_id: companyId, tags }, action);
}

/**
 * A request for a new event. `delete_after_action` is always sent, since its default is not documented
 * (trust-lighthouse.md §3.1), as is whether a second event like it would be recognised: so it must not be sent twice.
 */
export function createEvent(
  listenerType: 'tagged_file' | 'app_location',
  listener: object,
  { callbackUrl, deleteAfterAction }: EventAction,
): RequestSpec {
  return {
    method: 'POST',
    path: path`/lighthouse/api/v1/event`,
    body: {
      listener_type: listenerType,
      ...listener,
      action: {
        external_action: true,
        callback_type: 'webhook',
        callback_url: callbackUrl,
        delete_after_action: deleteAfterAction,
      },
    },
  };
}

/**
 * The answer to a new tagged-file event (trust-lighthouse.md §3.1); that to a location event is assumed to be like it
 * (trust-lighthouse.md §3.2).
 */
export const createdEvent = once(() =>
  z.looseObject({
    value: z.looseObject({
      event_id: z.string(),
      listener_type: text(),
      company_id: text(),
      tags: z.optional(tagMap()),
    }),
  }),
);
export type CreatedEvent = z.infer<ReturnType<typeof createdEvent>>;

export function presentEvent({ value }: CreatedEvent) {
  return inCamelCase(value);
}
