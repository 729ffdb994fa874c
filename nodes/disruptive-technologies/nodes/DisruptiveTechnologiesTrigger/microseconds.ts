const RFC_3339 = /^(.+:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i;

/**
 * Microseconds since 1970 of an RFC 3339 timestamp, which is as precise as the service is
 * (disruptive-technologies.md §4) and more than `Date`; `undefined` for any other text.
 */
export function microseconds(timestamp: string | null | undefined): number | undefined {
  const [, seconds, fraction = '', zone] = RFC_3339.exec(timestamp ?? '') ?? [];
  if (!seconds || !zone) return undefined;
  const ms = Date.parse(seconds + zone);
  return Number.isNaN(ms) ? undefined : ms * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
