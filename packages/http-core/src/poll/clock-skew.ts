/** Milliseconds by which the clock of a service may differ from ours. */
export const CLOCK_SKEW_MS = 5 * 60_000;
