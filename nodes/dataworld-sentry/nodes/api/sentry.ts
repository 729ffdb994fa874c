import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import type { SentryAddress } from './sentry-address';
import { text } from './wire';

/** What the API takes as state (dataworld-sentry.md §3). The badge calls them Happy, Warn and Sick. */
export const STATES = ['happy', 'sad', 'sick'] as const;
export type State = (typeof STATES)[number];

/**
 * A Sentry as data.world sends it. Only the state is relied upon, and read as any text, since the documentation shows
 * answers as screenshots alone (dataworld-sentry.md §4). What is nullish here is an assumption.
 */
export const sentrySchema = lazy(() =>
  z.looseObject({
    uid: text(),
    name: text(),
    url: text(),
    // Null for one that has never reported, assumed. Its name must be there: nothing without it is a Sentry.
    state: z.nullable(z.string()),
    user_message: text(),
    // Formats are unknown, see `timeOf`.
    latest_record_at: z.unknown(),
    updated_at: z.unknown(),
  }),
);
export type Sentry = z.infer<ReturnType<typeof sentrySchema>>;

/** A request to a Sentry: all of them go to its API URL (dataworld-sentry.md §2). */
export function toSentry(
  { uid, baseUrl }: SentryAddress,
  request: Omit<RequestSpec, 'path' | 'host'>,
): RequestSpec {
  return { ...request, path: path`/sentries/${uid}`, host: baseUrl };
}

/** Reads a Sentry, given by its uid or its address. */
export function getSentry(sentry: SentryAddress | string): RequestSpec {
  return toSentry(typeof sentry === 'string' ? { uid: sentry } : sentry, { method: 'GET' });
}
