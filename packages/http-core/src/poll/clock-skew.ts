/** Largest expected difference between the clock of a service and ours, in milliseconds. */
export const CLOCK_SKEW_MS = 5 * 60_000;
