import type { Clock } from '../kit/clock';

/** Length of the window. disruptive-technologies.md §2f: 25 requests in 5 s. */
const WINDOW_MS = 5_000;

/** Counts the requests of each key in a sliding window. */
export class RequestLimit {
  readonly #requests = new Map<string, number[]>();

  /** @param requests how many fit into a window */
  constructor(
    private readonly clock: Clock,
    private readonly requests: number,
  ) {}

  /** Counts a request. Returns the seconds to wait (rounded up) if it is one too many, else 0. */
  count(keyId: string): number {
    const now = this.clock.now();
    const recent = (this.#requests.get(keyId) ?? []).filter((atMs) => atMs > now - WINDOW_MS);
    this.#requests.set(keyId, recent);
    if (recent.length < this.requests) {
      recent.push(now);
      return 0;
    }
    const oldest = recent[0] ?? now;
    return Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1000));
  }

  reset(): void {
    this.#requests.clear();
  }
}
