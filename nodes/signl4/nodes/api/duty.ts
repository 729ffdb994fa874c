import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { DUTY_MODE, withNames } from './codes';
import { code, flag, text } from './wire';

/** The duty of a user in a team: `V2.UserDutyDetails`, signl4.md §2.4. */
export const duty = lazy(() =>
  z.looseObject({
    userId: text(),
    teamId: text(),
    dutyMode: code(),
    lastChange: text(),
    onDutyTime: code(),
    overdue: flag(),
  }),
);
export type Duty = z.infer<ReturnType<typeof duty>>;

export const dutyItem = lazy(() => z.extend(duty(), { dutyModeName: z.optional(z.string()) }));

export function toDutyItem(entry: Duty): IDataObject {
  return withNames(entry, { dutyMode: DUTY_MODE });
}

/** State of a user in a team, on duty or off: `UserDutyInfo`. */
export const dutyStatus = lazy(() =>
  z.looseObject({
    userId: text(),
    teamId: text(),
    onDuty: flag(),
    onManagerDuty: flag(),
    overdue: flag(),
    lastChange: text(),
  }),
);

/** The current and the last duty of a team: `TeamDutySummaryInfo`. */
export const dutySummary = lazy(() =>
  z.looseObject({
    teamId: text(),
    dutyAssistEnabled: flag(),
    dutySummaries: z.nullish(z.array(z.looseObject({ dutyId: text(), dutyStart: text(), dutyEnd: text() }))),
  }),
);
