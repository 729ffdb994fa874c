import type { Clock } from './clock';

/** A clock that stands still until it is told otherwise. */
interface ManualClock extends Clock {
  readonly manual: true;
  /**
   * Lets `ms` milliseconds pass and fires every timer that falls due on the way, in order of its due time,
   * including timers that those timers set.
   */
  advance(ms: number): void;
}

/**
 * Makes a clock for tests.
 * @param startMs the first `now()`, in milliseconds since 1970. A fixed date by default, so that what is derived
 *   from it (ids, dates) reads the same on every run.
 */
export function manualClock(startMs = Date.UTC(2026, 0, 5, 8, 0, 0)): ManualClock {
  let nowMs = startMs;
  let sequence = 0;
  const timers = new Map<number, { dueMs: number; callback: () => void }>();

  const nextDue = (limitMs: number): number | undefined => {
    let best: number | undefined;
    for (const [id, timer] of timers) {
      // A Map iterates in order of insertion, so of two timers with one due time the older comes first.
      if (timer.dueMs <= limitMs && (best === undefined || timer.dueMs < timers.get(best)!.dueMs)) best = id;
    }
    return best;
  };

  return {
    manual: true,
    now: () => nowMs,
    setTimer(callback, delayMs) {
      const id = sequence++;
      timers.set(id, { dueMs: nowMs + Math.max(0, delayMs), callback });
      return { cancel: () => void timers.delete(id) };
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let id = nextDue(untilMs); id !== undefined; id = nextDue(untilMs)) {
        const timer = timers.get(id)!;
        timers.delete(id);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.callback();
      }
      nowMs = untilMs;
    },
  };
}
