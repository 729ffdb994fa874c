/** Says where in the world a time is: `Z`, `GMT`, `+02:00`, `-0700`. */
const ZONE = /(z|gmt|utc|[+-]\d{2}:?\d{2})$/i;

/** ISO 8601, with a blank in the place of the T as Ruby writes it. */
const ISO_BEGINNING = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/;

/** Seconds since 1970 have ten digits until 2286, milliseconds have thirteen since 2001. */
const FIRST_MILLISECONDS = 1e11;

/**
 * A time as data.world sends it, in milliseconds since 1970; `undefined` for what is none.
 *
 * Its formats are not documented, so those that its API and its events are known or likely to use are all read: ISO 8601, the dates of
 * HTTP headers (dataworld-sentry.md §6), and numbers of seconds or milliseconds. Without a zone UTC is assumed, not the
 * zone of n8n.
 */
export function timeOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const time = /^\d{9,13}(\.\d+)?$/.test(text.trim())
    ? epoch(Number(text))
    : Date.parse(withZone(text.trim()));
  return Number.isNaN(time) ? undefined : time;
}

/** The same as ISO 8601 text in UTC. */
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
  // A date alone is UTC by the standard.
  return ZONE.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : `${text} GMT`;
}
