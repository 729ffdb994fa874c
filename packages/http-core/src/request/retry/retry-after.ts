import type { Headers } from '../response';

/**
 * The wait asked for by `Retry-After` (RFC 9110 §10.2.3), in milliseconds: a number of seconds or an HTTP date.
 *
 * @param nowMs epoch milliseconds
 * @returns `undefined` where the header is missing or says nothing usable; never negative, never NaN
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = httpDateMs(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** The three formats; `Date.parse` alone takes "-5" and "in 5 minutes" for dates as well. */
const DATE_WITH_ZONE = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -](\d{2}|\d{4}) \d{2}:\d{2}:\d{2} GMT$/;
const DATE_OF_ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** A date of HTTP (RFC 9110 §5.6.7) in epoch milliseconds, or NaN. */
export function httpDateMs(text: string): number {
  if (DATE_WITH_ZONE.test(text)) return Date.parse(text);
  // It names no zone and means GMT; Date.parse would take the time zone of n8n.
  return DATE_OF_ASCTIME.test(text) ? Date.parse(`${text} GMT`) : NaN;
}

/**
 * Milliseconds until the time in a header of this service, such as `X-RateLimit-Reset`.
 *
 * @param name header in lower case, holding Unix time in seconds
 */
export function resetHeaderMs(name: string) {
  return (headers: Headers, nowMs: number): number | undefined => {
    const value = headers[name];
    if (typeof value !== 'string' || !/^\d{9,11}$/.test(value.trim())) return undefined;
    return Math.max(0, Number(value) * 1000 - nowMs);
  };
}
