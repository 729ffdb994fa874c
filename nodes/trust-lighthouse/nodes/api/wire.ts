import { once } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** The building blocks of what Trust sends: a field that it does not promise may be missing or null. */
export const text = once(() => z.nullish(z.string()));

/** Tags, untouched: a schema that copies them would lose one that is called `__proto__`. */
export const tagMap = once(() => z.custom<Readonly<Record<string, unknown>>>(isRecord, 'must be an object'));

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An answer with Trust's snake_case names as everything else in n8n is called: `event_id` becomes `eventId`. Only
 * the names of the answer itself, not those inside of it, where tags are the user's own.
 */
export function inCamelCase(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
