import { lazy } from '@signalbox/http-core';
import type { ParsedJson } from '@signalbox/http-core/webhook';
import * as z from 'zod/v4-mini';

import { tagMap, text } from '../api/wire';

/** Maximum length of an ID, in characters. All known ones are UUIDs. */
const MAX_ID = 200;

/** The fields of a callback that we use. The documentation only shows a "similar" shape (trust-lighthouse.md §3.4). */
export const callbackSchema = lazy(() => {
  const id = z.string().check(z.minLength(1), z.maxLength(MAX_ID));
  return z.object({
    event_id: id,
    data: z.object({ file_register_uuid: id, filename: text(), tags: tagMap() }),
  });
});
export type Callback = z.infer<ReturnType<typeof callbackSchema>>;

/** The event ID of a callback that has not been validated yet. */
export function eventIdIn(parsed: ParsedJson): string | undefined {
  const { event_id: id } = (parsed.ok ? (parsed.value ?? {}) : {}) as { event_id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
