import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { sentrySchema } from '../api/sentry';

/**
 * A Sentry as GET shows it, with what else is compared when it is there (dataworld-sentry.md §4,
 * dataworld-sentry.md §8).
 */
export const watchedSentry = lazy(() =>
  z.extend(sentrySchema(), {
    // Their formats are unknown, see `timeOf`; one of another type must not make the Sentry unreadable.
    latest_record_at: z.optional(z.unknown()),
    updated_at: z.optional(z.unknown()),
    meta: z.optional(z.unknown()),
  }),
);
export type WatchedSentry = z.infer<ReturnType<typeof watchedSentry>>;
