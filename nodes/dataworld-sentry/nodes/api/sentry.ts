import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import type { SentryAddress } from './sentry-address';
import { text } from './wire';

/** States in the API (dataworld-sentry.md §3). Badges call them Happy, Warn and Sick. */
export const STATES = ['happy', 'sad', 'sick'] as const;
export type State = (typeof STATES)[number];

/**
 * A Sentry as data.world returns it. Responses are documented only as screenshots (dataworld-sentry.md §4), so the
 * schema requires nothing but the state, as any string. The other fields are assumptions.
 */
export const sentrySchema = lazy(() =>
  z.looseObject({
    uid: text(),
    name: text(),
    url: text(),
    // Assumed to be null before the first report. The key is required: without it the response is not a Sentry.
    state: z.nullable(z.string()),
    user_message: text(),
    // Unknown formats; see `timeOf`.
    latest_record_at: z.unknown(),
    updated_at: z.unknown(),
  }),
);
export type Sentry = z.infer<ReturnType<typeof sentrySchema>>;

/** Builds a request to the API URL of a Sentry (dataworld-sentry.md §2). */
export function toSentry(
  { uid, baseUrl }: SentryAddress,
  request: Omit<RequestSpec, 'path' | 'host'>,
): RequestSpec {
  return { ...request, path: path`/sentries/${uid}`, host: baseUrl };
}

/** Request that reads a Sentry. */
export function getSentry(sentry: SentryAddress | string): RequestSpec {
  return toSentry(typeof sentry === 'string' ? { uid: sentry } : sentry, { method: 'GET' });
}
