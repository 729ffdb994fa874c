import type { Clock } from '../kit/clock';

export type Plan = 'free' | 'commercial';
/** Events are counted apart from all other calls, and erroneous calls apart from both. */
export type CallKind = 'events' | 'rest' | 'erroneous';

interface Limit {
  calls: number;
  seconds: number;
}

/** signl4.md §1.9, per subscription. */
const LIMITS: Record<Plan, Record<CallKind, Limit[]>> = {
  free: {
    events: [
      { calls: 10, seconds: 15 },
      { calls: 240, seconds: 60 },
      { calls: 1_200, seconds: 3_600 },
      { calls: 4_800, seconds: 86_400 },
    ],
    rest: [
      { calls: 10, seconds: 15 },
      { calls: 1_200, seconds: 3_600 },
    ],
    erroneous: [{ calls: 10, seconds: 60 }],
  },
  commercial: {
    events: [
      { calls: 150, seconds: 15 },
      { calls: 600, seconds: 60 },
      { calls: 36_000, seconds: 3_600 },
      { calls: 864_000, seconds: 86_400 },
    ],
    rest: [
      { calls: 150, seconds: 15 },
      { calls: 36_000, seconds: 3_600 },
    ],
    erroneous: [{ calls: 10, seconds: 60 }],
  },
};

interface Window {
  limit: Limit;
  startedMs: number;
  calls: number;
  blockedUntilMs: number;
}

/** State of a limit, as in the X-RateLimit-* headers. */
export interface RateState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Unix seconds at which the window ends, or the block. */
  resetSeconds: number;
}

/** Counts calls in fixed windows that begin with their first call; who exceeds one is blocked for its length. */
export class RateLimits {
  readonly #windows: Record<CallKind, Window[]>;

  /** @param enforced if false, nothing is counted and every caller stands at the beginning of a window */
  constructor(
    private readonly clock: Clock,
    plan: Plan,
    private readonly enforced: boolean,
  ) {
    const windows = (kind: CallKind) =>
      LIMITS[plan][kind].map((limit) => ({
        limit,
        startedMs: -Infinity,
        calls: 0,
        blockedUntilMs: -Infinity,
      }));
    this.#windows = { events: windows('events'), rest: windows('rest'), erroneous: windows('erroneous') };
  }

  /** Counts one call. */
  count(kind: CallKind): RateState {
    const now = this.clock.now();
    // A call that is refused anyway is counted nowhere.
    if (this.enforced && this.state(kind).allowed) {
      for (const window of this.#windows[kind]) {
        if (now >= window.startedMs + window.limit.seconds * 1000) {
          window.startedMs = now;
          window.calls = 0;
        }
        window.calls += 1;
        if (window.calls > window.limit.calls) window.blockedUntilMs = now + window.limit.seconds * 1000;
      }
    }
    return this.state(kind);
  }

  /** State of the limits, without counting a call. */
  state(kind: CallKind): RateState {
    const now = this.clock.now();
    const states = this.#windows[kind].map((window): RateState => {
      const lengthMs = window.limit.seconds * 1000;
      const blocked = now < window.blockedUntilMs;
      const running = now < window.startedMs + lengthMs;
      const endMs = blocked ? window.blockedUntilMs : (running ? window.startedMs : now) + lengthMs;
      return {
        allowed: !blocked,
        limit: window.limit.calls,
        remaining: blocked ? 0 : Math.max(0, window.limit.calls - (running ? window.calls : 0)),
        resetSeconds: Math.ceil(endMs / 1000),
      };
    });
    const tightest = (a: RateState, b: RateState) => {
      if (a.allowed !== b.allowed) return a.allowed ? b : a;
      if (!a.allowed) return b.resetSeconds > a.resetSeconds ? b : a;
      return b.remaining < a.remaining ? b : a;
    };
    return states.reduce(tightest);
  }
}
