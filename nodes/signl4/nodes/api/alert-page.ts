import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { alertSchema } from './alert';

/** One page of `POST /v2/alerts/paged`; the continuation token is an object of SIGNL4's own (signl4.md §2.3). */
export const alertPage = lazy(() =>
  z.looseObject({
    results: z.nullish(z.array(alertSchema())),
    hasMore: z.nullish(z.boolean()),
    continuationToken: z.nullish(z.looseObject({})),
  }),
);
export type AlertPage = z.infer<ReturnType<typeof alertPage>>;
