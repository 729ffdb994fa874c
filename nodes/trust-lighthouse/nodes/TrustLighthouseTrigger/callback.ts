import { once } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { tagMap, text } from '../api/wire';

/** Longest id that is taken, in characters; those known are UUIDs. */
const MAX_ID = 200;

/** What Lighthouse posts when a file arrives. The shape is documented as "similar to this" (spec/trust.md §3.4). */
export const callbackSchema = once(() => {
  const id = z.string().check(z.minLength(1), z.maxLength(MAX_ID));
  return z.looseObject({
    event_id: id,
    data: z.looseObject({ file_register_uuid: id, filename: text(), tags: tagMap() }),
  });
});
export type Callback = z.infer<ReturnType<typeof callbackSchema>>;

/** The id of the event in the bytes of a callback, as far as they are one. */
export function eventIdIn(rawBody: Buffer): string | undefined {
  try {
    const { event_id: id } = JSON.parse(rawBody.toString('utf8')) as { event_id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
