import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';
import { code, text } from './wire';

/**
 * The used part of an event (signl4.md §3.2). Only `eventType`, the time and `id` are always present. Null and missing are
 * equivalent, and undocumented fields may occur.
 */
export const eventSchema = lazy(() => {
  const reference = z.nullish(z.object({ id: text() }));
  return z.object({
    eventType: z.int(),
    eventRaisedUtc: z.optional(z.string()),
    id: z.optional(z.string()),
    subscription: reference,
    team: reference,
    user: z.nullish(
      z.object({
        id: text(),
        username: text(),
        mailaddress: text(),
      }),
    ),
    alert: z.nullish(
      z.object({
        id: text(),
        statusCode: code(),
        eventId: text(),
        externalEventId: text(),
        acknowledgedUserIds: z.nullish(z.custom<string[]>(isTexts)),
      }),
    ),
    annotation: z.nullish(z.object({ id: text(), message: text() })),
  });
});
/** A single check: a schema for each element would collect an issue for each. */
function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

export type Event = z.infer<ReturnType<typeof eventSchema>>;
