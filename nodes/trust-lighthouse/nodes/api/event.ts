import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import type { Tags } from './tags';
import { inCamelCase, tagMap, text } from './wire';

/** Action of an event: call a URL and, optionally, delete the event. */
export interface EventAction {
  callbackUrl: string;
  deleteAfterAction: boolean;
}

interface TaggedFileEvent extends EventAction {
  companyId: string;
  /** At least one. */
  tags: Tags;
}

/** trust-lighthouse.md §3.1. */
export function createTaggedFileEvent({ companyId, tags, ...action }: TaggedFileEvent): RequestSpec {
  return createEvent('tagged_file', { company_id: companyId, tags }, action);
}

/**
 * Request that creates an event. `delete_after_action` is always sent because its default is undocumented. Must not be
 * repeated: Trust may register a second, identical event (trust-lighthouse.md §3.1, trust-lighthouse.md §6).
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
 * Response to a new tagged-file event (trust-lighthouse.md §3.1). The one to a location event is assumed to be similar
 * (trust-lighthouse.md §3.2).
 */
export const createdEvent = lazy(() =>
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
