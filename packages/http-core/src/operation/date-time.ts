import * as z from 'zod/v4-mini';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { lazy } from '../platform/lazy';

/** ISO 8601: a day, or a day and a time of day, with an offset or without. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Unix time as text. */
const DIGITS = /^\d+(\.\d+)?$/;

/**
 * Unix times are told apart by their digits: 9 or 10 are seconds, 12 or 13 are milliseconds, each from 1973 to 2286. Anything else
 * is no time but perhaps a date without its hyphens.
 */
const EPOCH = { seconds: [1e8, 1e10], milliseconds: [1e11, 1e13] } as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A point in time, as `readInput` makes it of a field of the type `dateTime` and the schemas below take it. */
class PointInTime {
  /** @param zone IANA name of the time zone of the workflow */
  constructor(
    private readonly ms: number,
    private readonly zone: string,
  ) {}

  /** ISO 8601 in UTC, with milliseconds. */
  iso(): string {
    return new Date(this.ms).toISOString();
  }

  /** Form in which an error quotes it. */
  toJSON(): string {
    return this.iso();
  }

  /** `YYYY-MM-DD`, of the calendar in the zone of the workflow. */
  day(): string {
    return new Date(this.ms + offsetOf(this.zone)(this.ms)).toISOString().slice(0, 10);
  }
}

const pointInTime = lazy(() =>
  z.custom<PointInTime>((value) => value instanceof PointInTime, {
    error: 'is not a date and time that exists',
    params: {
      hint: 'Give ISO 8601, such as 2026-01-31T08:00:00 in the time zone of the workflow or 2026-01-31T08:00:00Z, or Unix time in seconds or milliseconds.',
    },
  }),
);

/** The value of a field of the type `dateTime`: ISO 8601 in UTC, such as `2026-07-01T08:00:00.000Z`. */
export const dateTime = lazy(() =>
  z.pipe(
    pointInTime(),
    z.transform((point) => point.iso()),
  ),
);

/** The day of a field of the type `dateTime`, in the time zone of the workflow: `YYYY-MM-DD`. */
export const calendarDay = lazy(() =>
  z.pipe(
    pointInTime(),
    z.transform((point) => point.day()),
  ),
);

/**
 * Reads the value of a field of the type `dateTime`: text without a zone, as n8n's date picker gives it, is in the time zone of the
 * workflow.
 *
 * @param value ISO 8601, a JavaScript Date, a Luxon DateTime, Unix seconds or milliseconds (also as text)
 * @param zone IANA name
 * @returns undefined for anything else, and for days and times of day that are in no calendar
 * @throws InvalidParameterError for a zone that is not known
 */
export function readDateTime(value: unknown, zone: string): PointInTime | undefined {
  const ms = millisecondsOf(value, zone);
  // Years of four digits: services take no others. Of NaN neither comparison is true.
  return ms >= -62_135_596_800_000 && ms < 253_402_300_800_000 ? new PointInTime(ms, zone) : undefined;
}

function millisecondsOf(value: unknown, zone: string): number {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return instantOf(value) ?? NaN;
  const text = value.trim();
  return DIGITS.test(text) ? fromEpoch(Number(text)) : fromIso(text, zone);
}

/** Epoch milliseconds of a JavaScript Date or a Luxon DateTime (NaN if it is invalid); undefined for anything else. */
export function instantOf(value: unknown): number | undefined {
  // By what they can do, not by their class: those of expressions come from another realm.
  const { toMillis, getTime } = Object(value) as Partial<{ toMillis(): number; getTime(): number }>;
  if (typeof toMillis === 'function') return Number(toMillis.call(value));
  return typeof getTime === 'function' ? Number(getTime.call(value)) : undefined;
}

function fromEpoch(value: number): number {
  const isWithin = ([from, to]: readonly [number, number]) => value >= from && value < to;
  if (isWithin(EPOCH.milliseconds)) return Math.trunc(value);
  return isWithin(EPOCH.seconds) ? Math.trunc(value * 1000) : NaN;
}

function fromIso(text: string, zone: string): number {
  const match = ISO.exec(text);
  if (!match) return NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const milliseconds = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000);
  const local = Date.UTC(year!, month! - 1, day, hour, minute, second, milliseconds);
  // Date.UTC makes 2 March of 30 February, and the next day of the 24th hour.
  const back = new Date(local).toISOString();
  const [, ...given] = match.slice(0, 7).map((part) => part ?? '00');
  if (given.join() !== back.slice(0, 19).split(/\D/).join()) return NaN;
  return match[8] === undefined ? fromWallClock(local, zone) : local - fixedOffset(match[8]);
}

/** Milliseconds that `Z`, `+02`, `+0200` or `+02:00` is ahead of UTC; NaN for an offset that no zone has. */
function fixedOffset(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', '') || 0)];
  if (hours > 14 || minutes > 59) return NaN;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * When clocks in a zone show a time. One that they skip in spring is moved by as much as they are, as Luxon does; of one that they show
 * twice in autumn the first is taken.
 *
 * @param local the time as if it were UTC, in epoch milliseconds
 */
function fromWallClock(local: number, zone: string): number {
  const offsetAt = offsetOf(zone);
  const [before, after] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)];
  const [early, late] = [local - before, local - after];
  return offsetAt(early) !== before && offsetAt(late) === after ? late : early;
}

/** Milliseconds by which the clocks in a zone are ahead of UTC at a time. */
function offsetOf(zone: string): (ms: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    throw new InvalidParameterError(
      `There is no time zone "${zone}", which is that of the workflow`,
      'Choose another under Settings of the workflow.',
    );
  }
  return (ms) => {
    // Such as "7/1/2026, GMT-03:30"; "GMT" alone is UTC, and before there were time zones it has seconds.
    const [, sign, ...parts] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms)) ?? [];
    const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
    return (sign === '-' ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1000;
  };
}
