import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { sentrySchema } from '../api/sentry';

/**
 * A Sentry as returned by GET, with optional fields that are compared if present (dataworld-sentry.md §4,
 * dataworld-sentry.md §8).
 */
export const watchedSentry = lazy(() =>
  z.extend(sentrySchema(), {
    // Unknown formats (see `timeOf`): an unexpected type must not make the Sentry unreadable.
    latest_record_at: z.optional(z.unknown()),
    updated_at: z.optional(z.unknown()),
    meta: z.optional(z.unknown()),
  }),
);
export type WatchedSentry = z.infer<ReturnType<typeof watchedSentry>>;
