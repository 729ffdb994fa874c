import type { Clock } from '../kit/clock';

const WINDOW_MS = 60_000;

/**
 * Counts the requests of each token in a sliding window of a minute. No number is documented: dataworld-sentry.md §4.
 */
export class RequestLimit {
  readonly #requests = new Map<string, number[]>();

  /** @param requests how many fit into a window */
  constructor(
    private readonly clock: Clock,
    private readonly requests: number,
  ) {}

  /** Counts a request. Returns the milliseconds to wait if it is one too many, else 0. */
  count(accountId: string): number {
    const now = this.clock.now();
    const recent = (this.#requests.get(accountId) ?? []).filter((atMs) => atMs > now - WINDOW_MS);
    this.#requests.set(accountId, recent);
    if (recent.length < this.requests) {
      recent.push(now);
      return 0;
    }
    return Math.max(1, (recent[0] ?? now) + WINDOW_MS - now);
  }

  reset(): void {
    this.#requests.clear();
  }
}
