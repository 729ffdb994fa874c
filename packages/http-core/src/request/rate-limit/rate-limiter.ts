import { RequestError } from '../../errors/request-error';
import type { RequestErrorDetails } from '../../errors/request-error';
import { evictOldest } from '../../platform/evict-oldest';
import { KeyedMutex } from '../../platform/keyed-mutex';
import { wait } from '../../platform/wait';

/** Longest wait that a service can impose. A service that asks for more gets no retry in this execution. */
export const MAX_RETRY_AFTER_MS = 120_000;

/** A published rate limit: at most `requests` in any `perMs` milliseconds. */
export interface RateLimit {
  requests: number;
  perMs: number;
}

/**
 * The window is taken this much longer than published: requests reach the service with varying delay, so that those
 * sent evenly over a window may arrive closer together.
 */
const WINDOW_MARGIN = 1.02;

/** Rate limiters kept in this process; the least recently used one is dropped. */
const MAX_RATE_LIMITERS = 200;

/** Keeps requests within published rate limits and out of the pauses a service asks for. */
export class RateLimiter {
  /** Times of the latest requests, as one ring buffer for each limit. */
  private readonly rings: { perMs: number; times: number[]; next: number; size: number }[];
  /** Makes callers wait for those before them. */
  private readonly mutex = new KeyedMutex();
  private pausedUntil = 0;
  /** A refusal with a wait that is too long to sit out, and the time until which requests fail without being sent. */
  private refusal: { until: number; reopensAt: number; details: RequestErrorDetails } | undefined;

  /** @param now milliseconds of a clock that is never set back, which would hold up everything */
  constructor(
    limits: readonly RateLimit[],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.rings = limits.map(({ requests, perMs }) => ({
      perMs: perMs * WINDOW_MARGIN,
      times: [],
      next: 0,
      size: requests,
    }));
  }

  /**
   * Resolves when the next request may be sent; callers are served in the order of their calls.
   *
   * @throws the signal's reason when it aborts; RequestError while the service is known to refuse everything
   */
  async acquire(signal?: AbortSignal): Promise<void> {
    if (this.mutex.isIdle && this.mayPass(signal)) return this.note();
    await this.mutex.runExclusive('', async () => await this.turn(signal), signal);
  }

  /** Holds all requests back for `ms` milliseconds, as the service asked. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.now() + ms);
  }

  /**
   * Refuses everything for a while: the service has asked for a wait that is too long to sit out, and would refuse it too.
   *
   * @param details of the refusal, with `retryAfterMs`
   */
  refuse(details: RequestErrorDetails): void {
    const asked = details.retryAfterMs ?? 0;
    // Not for as long as asked: a service that asks for years by mistake must not lock the credential out for good.
    const until = this.now() + Math.min(asked, MAX_RETRY_AFTER_MS);
    this.refusal = { until, reopensAt: this.now() + asked, details };
  }

  private async turn(signal?: AbortSignal): Promise<void> {
    // Check again after each wait: the service may have asked for a pause in the meantime.
    while (!this.mayPass(signal)) await wait(Math.ceil(this.earliest() - this.now()), signal);
    this.note();
  }

  private mayPass(signal?: AbortSignal): boolean {
    signal?.throwIfAborted();
    this.throwIfRefused();
    return this.earliest() <= this.now();
  }

  /** Notes that a request is sent now. */
  private note(): void {
    for (const ring of this.rings) {
      ring.times[ring.next] = this.now();
      ring.next = (ring.next + 1) % ring.size;
    }
  }

  private throwIfRefused(): void {
    if (!this.refusal || this.refusal.until <= this.now()) return;
    const { details, reopensAt } = this.refusal;
    const failure = new RequestError({
      ...details,
      applied: 'no',
      retryAfterMs: reopensAt - this.now(),
    });
    failure.attempts = 0;
    throw failure;
  }

  /** Earliest time that respects all limits and pauses. */
  private earliest(): number {
    return this.rings.reduce(
      (earliest, { times, next, perMs }) => Math.max(earliest, (times[next] ?? -Infinity) + perMs),
      this.pausedUntil,
    );
  }
}

/**
 * Rate limiters of this process, by credential: a rate limit holds for all executions that use the credential. Losing one
 * is harmless, and so are requests of other processes: the service responds 429, and the request is retried.
 */
const rateLimiters = new Map<string, RateLimiter>();

/** Rate limiter of one bucket of a credential. `key` must change when the limits do. */
export function rateLimiterFor(key: string, limits: readonly RateLimit[]): RateLimiter {
  const rateLimiter = rateLimiters.get(key) ?? new RateLimiter(limits);
  rateLimiters.delete(key);
  rateLimiters.set(key, rateLimiter);
  evictOldest(rateLimiters, MAX_RATE_LIMITERS);
  return rateLimiter;
}
