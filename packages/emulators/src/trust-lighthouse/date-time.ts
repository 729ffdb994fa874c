const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?$/;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** The second, or the day, that a text of the form `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DD` names. */
export interface Period {
  /** Milliseconds since 1970. */
  readonly startMs: number;
  /** The first millisecond after it. */
  readonly endMs: number;
}

/**
 * Reads a date as Chronos takes it.
 * @param offsetMinutes how far its time zone is ahead of UTC
 * @returns `undefined` if it is none
 */
export function periodOf(text: string, offsetMinutes: number): Period | undefined {
  const [, date, time] = DATE_TIME.exec(text) ?? [];
  if (date === undefined) return undefined;
  const iso = `${date}T${time ?? '00:00:00'}`;
  const utcMs = Date.parse(`${iso}Z`);
  // The engine takes February 30 for March 1.
  if (Number.isNaN(utcMs) || !new Date(utcMs).toISOString().startsWith(iso)) return undefined;
  const startMs = utcMs - offsetMinutes * 60_000;
  return { startMs, endMs: startMs + (time === undefined ? DAY_MS : SECOND_MS) };
}
