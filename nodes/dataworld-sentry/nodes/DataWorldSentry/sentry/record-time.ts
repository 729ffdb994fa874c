import * as z from 'zod/v4-mini';

/** ISO 8601, with a time of day and an offset or without. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * Unix times are told apart by their size: from here on to the next they are seconds (1973 to 5138), then milliseconds
 * (1973 to 5138). Smaller ones are rather a date such as 20260131, larger ones microseconds.
 */
const EPOCH = { seconds: 1e8, milliseconds: 1e11, tooLarge: 1e14 };

/** A time in any usual form, as ISO 8601 in UTC, which Rails reads reliably (spec §8). */
export const recordTime = () =>
  z.pipe(
    z.any().check(
      z.refine((value) => isoOf(value) !== undefined, {
        error:
          'is not a time that exists: give ISO 8601, such as 2026-01-31T08:00:00Z, or Unix seconds or milliseconds',
        abort: true,
      }),
    ),
    z.transform((value) => isoOf(value)!),
  );

/**
 * @param value a Date, a Luxon DateTime, ISO 8601 (in UTC where it names no offset), Unix seconds or milliseconds
 * @returns such as `2026-01-31T08:00:00Z`; `undefined` for anything else, and for dates that are in no calendar
 */
export function isoOf(value: unknown): string | undefined {
  const ms = millisecondsOf(value);
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0)
    return undefined;
  return date.toISOString().replace('.000Z', 'Z');
}

function millisecondsOf(value: unknown): number {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value === 'string') {
    const text = value.trim();
    return /^\d+(\.\d+)?$/.test(text) ? fromEpoch(Number(text)) : fromIso(text);
  }
  // By what they can do, not by their class: those of expressions come from another realm.
  const { toMillis, getTime } = Object(value) as Partial<{ toMillis(): number; getTime(): number }>;
  if (typeof toMillis === 'function') return Number(toMillis.call(value));
  return typeof getTime === 'function' ? Number(getTime.call(value)) : NaN;
}

function fromEpoch(value: number): number {
  if (value < EPOCH.seconds || value >= EPOCH.tooLarge) return NaN;
  return Math.trunc(value < EPOCH.milliseconds ? value * 1000 : value);
}

function fromIso(text: string): number {
  const match = ISO.exec(text);
  if (!match) return NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second, Number(`0.${match[7] ?? 0}`) * 1000);
  const back = new Date(time);
  // Date.UTC makes 2 March of 30 February, and the next day of the 24th hour.
  const exists =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() + 1 === month &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second;
  return exists ? time - offsetOf(match[8]) : NaN;
}

/** Milliseconds that a zone is ahead of UTC; NaN for an offset that no zone has. */
function offsetOf(zone = 'Z'): number {
  if (/^z$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
  if (hours > 14 || minutes > 59) return NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
