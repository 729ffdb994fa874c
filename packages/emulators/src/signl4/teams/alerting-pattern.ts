import { z } from 'zod/v4';
import { enumField } from '../http/enum-field';
import { optionalBoolean, optionalId, optionalInt, requiredText } from '../http/fields';

const weekTime = z.object({
  /** 0 is a holiday, 1 Monday. */
  weekday: z.number().int().min(0).max(7),
  hour: z.number().int().min(0).max(24),
  minutes: z.number().int().min(0).max(59),
});

/** V2.TimeSlotDetails */
export const timeSlot = z.object({
  id: optionalId.transform((id) => id ?? null),
  start: weekTime,
  end: weekTime,
});

/** V2.AlertingPatternDetails as it is saved. */
export const patternBody = z.object({
  name: requiredText,
  categories: z
    .array(z.string())
    .nullish()
    .transform((ids) => ids ?? []),
  overrideEscalationSettings: optionalBoolean,
  escalationSettings: z
    .object({
      enabled: optionalBoolean,
      mode: enumField({ Manager: 0, Team: 1 }).default(0),
      referenceId: optionalId.transform((id) => id ?? null),
    })
    .default({ enabled: false, mode: 0, referenceId: null }),
  overrideNotificationProfiles: optionalBoolean,
  notificationProfileOverrides: z
    .array(z.object({ channel: optionalInt, delayInMinutes: optionalInt, enabled: optionalBoolean }))
    .nullish()
    .transform((profiles) => profiles ?? []),
  overrideResponseSettings: optionalBoolean,
  responseSettings: z
    .object({
      responseMode: enumField({ SingleAcknowledge: 2, MultiAcknowledge: 4 }).default(2),
      responseTime: optionalInt,
    })
    .default({ responseMode: 2, responseTime: 0 }),
  suppressSignl: optionalBoolean,
  timeSlots: z
    .array(timeSlot)
    .nullish()
    .transform((slots) => slots ?? []),
});

export type TimeSlot = z.output<typeof timeSlot>;
export type AlertingPattern = z.output<typeof patternBody> & { id: string };

const WEEK_MINUTES = 7 * 24 * 60;

/** True if two slots have a minute in common. Slots of holidays meet only each other. */
export function slotsOverlap(a: TimeSlot, b: TimeSlot): boolean {
  return minutesOf(a).some(([from, to]) => minutesOf(b).some(([start, end]) => from < end && start < to));
}

/** Spans of a slot in minutes since Monday; one that passes the end of the week goes on at its beginning. */
function minutesOf({ start, end }: TimeSlot): (readonly [from: number, to: number])[] {
  const minute = ({ weekday, hour, minutes }: TimeSlot['start']) =>
    (weekday === 0 ? WEEK_MINUTES : (weekday - 1) * 24 * 60) + hour * 60 + minutes;
  const [from, to] = [minute(start), minute(end)];
  if (from < to) return [[from, to]];
  return start.weekday === 0
    ? []
    : [
        [from, WEEK_MINUTES],
        [0, to],
      ];
}
