import type { Clock } from './clock';

/** The time of the machine. Its timers do not keep the process alive: the listening socket does that. */
export function realClock(): Clock {
  return {
    manual: false,
    now: () => Date.now(),
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      timer.unref();
      return { cancel: () => clearTimeout(timer) };
    },
  };
}
