import type { Clock } from '../clock';

interface SlidingWindowLimit {
  /** Requests that fit into a window. */
  requests: number;
  windowMs: number;
}

/** Counts the requests of each caller in a sliding window. */
export class SlidingWindow {
  readonly #requests = new Map<string, number[]>();

  constructor(
    private readonly clock: Clock,
    private readonly limit: SlidingWindowLimit,
  ) {}

  /** Counts a request. Returns the milliseconds to wait if it exceeds the limit, else 0. */
  count(callerId: string): number {
    const { requests, windowMs } = this.limit;
    const now = this.clock.now();
    const recent = (this.#requests.get(callerId) ?? []).filter((atMs) => atMs > now - windowMs);
    this.#requests.set(callerId, recent);
    if (recent.length < requests) {
      recent.push(now);
      return 0;
    }
    return Math.max(1, (recent[0] ?? now) + windowMs - now);
  }

  reset(): void {
    this.#requests.clear();
  }
}
