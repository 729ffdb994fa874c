import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/**
 * An event as data.world posts it (dataworld-sentry.md §6), about either the catalog (`action`, `entity`) or access
 * (`eventType`). The schema requires nothing, since the documentation only shows examples and new kinds may appear.
 * Fields of unexpected types are ignored.
 */
export const eventSchema = lazy((): z.ZodMiniType<Event> => z.object({}));
export type Event = Readonly<Record<string, unknown>>;

/** Reads a non-empty string from an event. `names` is a path through nested objects. */
export function textOf(event: Event, ...names: readonly string[]): string | undefined {
  const value = names.reduce<unknown>((inner, name) => recordOf(inner)?.[name], event);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** First non-empty string found under these paths, such as `requester.email`. */
export function firstText(event: Event, ...paths: readonly string[]): string | undefined {
  return paths.map((path) => textOf(event, ...path.split('.'))).find((text) => text !== undefined);
}

/** The value if it is an object. */
export function recordOf(value: unknown): Event | undefined {
  return typeof value === 'object' && value !== null ? (value as Event) : undefined;
}
