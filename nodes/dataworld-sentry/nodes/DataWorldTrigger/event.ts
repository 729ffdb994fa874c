import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/**
 * One event as data.world posts it (dataworld-sentry.md §6): either about the catalog (`action`, `entity`) or about
 * access (`eventType`). Nothing is relied upon, since the documentation shows examples alone and new kinds may come; a
 * field of another type than here is left alone.
 */
export const eventSchema = lazy((): z.ZodMiniType<Event> => z.object({}));
export type Event = Readonly<Record<string, unknown>>;

/** A text of an event, `undefined` when there is none. `names` leads through nested objects. */
export function textOf(event: Event, ...names: readonly string[]): string | undefined {
  const value = names.reduce<unknown>((inner, name) => recordOf(inner)?.[name], event);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first text that an event has under one of these paths, such as `requester.email`. */
export function firstText(event: Event, ...paths: readonly string[]): string | undefined {
  return paths.map((path) => textOf(event, ...path.split('.'))).find((text) => text !== undefined);
}

/** A value as an object, if it is one. */
export function recordOf(value: unknown): Event | undefined {
  return typeof value === 'object' && value !== null ? (value as Event) : undefined;
}
