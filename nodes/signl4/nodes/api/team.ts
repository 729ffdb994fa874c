import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { flag, text, texts } from './wire';

/** `TeamInfo`, signl4.md §2.7. */
export const team = lazy(() =>
  z.looseObject({
    id: z.string(),
    name: text(),
    timezone: text(),
    memberIds: texts(),
    subscriptionId: text(),
    setupProgressEnabled: flag(),
    imageLastModified: text(),
  }),
);
export type Team = z.infer<ReturnType<typeof team>>;
