import { once } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** ISO 8601, with a blank in place of the T as Chronos writes it; seconds, fraction and zone may be missing. */
const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

const RULE = 'must be a date, with or without a time, such as 2026-03-31 or 2026-03-31T17:21:00Z';

/** Any date as Chronos takes it: `YYYY-MM-DD HH:MM:SS`, assumed to be UTC (spec/trust.md §4). */
export const dateTime = once(() => moment((ms) => iso(ms).slice(0, 19).replace('T', ' ')));

/** Any date as the metrics of Chronos take it: `YYYY-MM-DD`. */
export const day = once(() => moment((ms) => iso(ms).slice(0, 10)));

function moment(format: (ms: number) => string) {
  return z.pipe(
    z.unknown().check(z.refine((value) => millisecondsOf(value) !== undefined, { error: RULE, abort: true })),
    z.transform((value) => format(millisecondsOf(value)!)),
  );
}

/** Milliseconds since 1970 of the last day whose year has the four digits that Chronos writes. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** A text without a time zone is UTC; a number is milliseconds since 1970; expressions also give Date and Luxon objects. */
function millisecondsOf(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? parsed(value.trim()) : Number(value);
  const isMoment = typeof value !== 'boolean' && !Array.isArray(value) && value !== null;
  return isMoment && ms > 0 && ms <= LAST_MS ? ms : undefined;
}

function parsed(text: string): number {
  const [, date, time = '00:00', zone = 'Z'] = DATE.exec(text) ?? [];
  if (date === undefined) return NaN;
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  // The engine takes February 30 for March 2.
  return iso(Date.parse(`${date}T00:00Z`)).startsWith(date) ? ms : NaN;
}

function iso(ms: number): string {
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
