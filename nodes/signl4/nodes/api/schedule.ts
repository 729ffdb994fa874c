import { lazy } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { code, text } from './wire';

/** A planned duty: `V2.ScheduleDetails` and `ScheduleInfo`, which has no team (signl4.md §2.4). */
export const schedule = lazy(() =>
  z.looseObject({
    id: text(),
    teamId: text(),
    userId: text(),
    start: text(),
    end: text(),
    options: code(),
  }),
);
export type Schedule = z.infer<ReturnType<typeof schedule>>;
