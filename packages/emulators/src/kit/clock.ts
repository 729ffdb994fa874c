/** A timer that was set on a {@link Clock}. */
export interface ClockTimer {
  /** Takes the timer back; without effect once it has fired. */
  cancel(): void;
}

/** Source of an emulator's time, so that tests can advance it by hours. */
export interface Clock {
  /** True if time passes only when somebody calls `advance`. */
  readonly manual: boolean;
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Calls `callback` once, `delayMs` milliseconds from now. */
  setTimer(callback: () => void, delayMs: number): ClockTimer;
}
