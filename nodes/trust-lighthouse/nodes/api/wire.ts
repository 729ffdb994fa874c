import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** String field that Trust does not guarantee: it may be missing or null. */
export const text = lazy(() => z.nullish(z.string()));

/** Tags, passed through: a schema that copies them would lose a tag named `__proto__`. */
export const tagMap = lazy(() => z.custom<Readonly<Record<string, unknown>>>(isRecord, 'must be an object'));

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Renames the top-level keys of a response from snake_case to n8n's camelCase. Nested keys stay: tags are the user's
 * own.
 */
export function inCamelCase(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
