import { RequestError } from '../../errors/request-error';
import type { RequestErrorDetails } from '../../errors/request-error';
import { unlessAborted, wait } from '../../platform/wait';

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

/** Credentials whose pace is remembered by this process; the least recently used is forgotten. */
const MAX_RATE_LIMITERS = 200;

/** Keeps requests within published rate limits and out of the pauses a service asks for. */
export class RateLimiter {
  /** For each limit the times of the latest requests, as a ring. */
  private readonly rings: { perMs: number; times: number[]; next: number; size: number }[];
  /** The turn of the latest caller; whoever comes waits for it. */
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private pausedUntil = 0;
  /** A refusal with a wait that is too long to sit out, and the time before which no request need try again. */
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
    if (this.waiting === 0 && this.mayPass(signal)) return this.note();
    this.waiting += 1;
    const turn = this.queue.then(async () => await this.turn(signal)).finally(() => (this.waiting -= 1));
    // A cancelled request makes room for the next one.
    this.queue = turn.catch(() => undefined);
    await unlessAborted(() => turn, signal);
  }

  /** Lets nothing pass for `ms` milliseconds, because the service said so. */
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

  /** The earliest time that fits all limits and pauses. */
  private earliest(): number {
    return this.rings.reduce(
      (earliest, { times, next, perMs }) => Math.max(earliest, (times[next] ?? -Infinity) + perMs),
      this.pausedUntil,
    );
  }
}

/**
 * The pacers of this process by credential. State outside of an execution, because a rate limit is shared by all
 * executions of a credential. It is a courtesy only: what another process sends is answered with 429 and waited for.
 */
const rateLimiters = new Map<string, RateLimiter>();

/** The pacer of one credential and lane. `key` must change when the limits do. */
export function rateLimiterFor(key: string, limits: readonly RateLimit[]): RateLimiter {
  const rateLimiter = rateLimiters.get(key) ?? new RateLimiter(limits);
  rateLimiters.delete(key);
  rateLimiters.set(key, rateLimiter);
  for (const oldest of rateLimiters.keys()) {
    if (rateLimiters.size <= MAX_RATE_LIMITERS) break;
    rateLimiters.delete(oldest);
  }
  return rateLimiter;
}
