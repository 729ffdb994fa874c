/** Time zone at the end of a time: `Z`, `GMT`, `+02:00`, `-0700`. */
const ZONE = /(z|gmt|utc|[+-]\d{2}:?\d{2})$/i;

/** ISO 8601, also with a space instead of the T, as Ruby writes it. */
const ISO_BEGINNING = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/;

/** Seconds since 1970 have ten digits until 2286, milliseconds have thirteen since 2001. */
const FIRST_MILLISECONDS = 1e11;

/**
 * Parses a time from data.world into Unix milliseconds; `undefined` if it is not one.
 *
 * The formats are undocumented, so this accepts all that its API and events are known or likely to use: ISO 8601, HTTP
 * dates (dataworld-sentry.md §6), and Unix time in seconds or milliseconds. A time without a zone is taken as UTC, not
 * as n8n's time zone.
 */
export function timeOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const time = /^\d{9,13}(\.\d+)?$/.test(text.trim())
    ? epoch(Number(text))
    : Date.parse(withZone(text.trim()));
  return Number.isNaN(time) ? undefined : time;
}

/** Like `timeOf`, but as ISO 8601 in UTC. */
export function isoTime(value: unknown): string | undefined {
  const time = timeOf(value);
  return time === undefined ? undefined : new Date(time).toISOString();
}

function epoch(number: number): number {
  return Math.round(number < FIRST_MILLISECONDS ? number * 1000 : number);
}

function withZone(text: string): string {
  if (ISO_BEGINNING.test(text)) {
    // "2026-01-31 08:00:00 UTC" and "2026-01-31 08:00:00 +0200".
    const iso = text.replace(/^(\S+) (\S+)(?: (.*))?$/, '$1T$2$3').replace(/(utc|gmt)$/i, 'Z');
    return ZONE.test(iso) ? iso.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : `${iso}Z`;
  }
  // A date without a time is UTC by the ECMAScript standard.
  return ZONE.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : `${text} GMT`;
}
