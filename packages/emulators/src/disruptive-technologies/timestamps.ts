const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** Formats times like the service: RFC 3339, UTC, microseconds. Each one is unique. */
export class Timestamps {
  #lastMicros = 0;

  /** @param nowMs milliseconds since 1970 */
  next(nowMs: number): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, Math.floor(nowMs) * 1000);
    return timestampOf(this.#lastMicros / 1000);
  }
}

/** @param ms milliseconds since 1970; a fraction counts as microseconds */
export function timestampOf(ms: number): string {
  const whole = Math.floor(ms);
  const micros = Math.round((ms - whole) * 1000);
  return new Date(whole).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

/** RFC 3339 in UTC with microseconds; `undefined` if the text is not RFC 3339. */
export function normalTimestamp(text: string): string | undefined {
  const parts = RFC_3339.exec(text);
  if (!parts) return undefined;
  const [, date, time, fraction = '', zone] = parts;
  const seconds = Date.parse(`${date}T${time}${zone!.toUpperCase()}`);
  if (Number.isNaN(seconds)) return undefined;
  return timestampOf(seconds).replace('000000Z', `${fraction.padEnd(6, '0').slice(0, 6)}Z`);
}
