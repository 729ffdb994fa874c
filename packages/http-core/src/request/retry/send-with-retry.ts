import { RequestError } from '../../errors/request-error';
import type { RequestErrorDetails, StopReason } from '../../errors/request-error';
import { wait } from '../../platform/wait';
import { MAX_RETRY_AFTER_MS } from '../rate-limit/rate-limiter';
import type { RateLimiter } from '../rate-limit/rate-limiter';
import type { Headers, Response } from '../response';
import { classifyStatus } from './classify-status';
import { decideRetry, isFinal } from './decide-retry';
import type { RetryDecision, RetryPolicy } from './decide-retry';
import type { RetryBudget } from './retry-budget';

/** Result of looking for the outcome of a request. `open`: it cannot be told. */
export type Verdict<Found> = { found: Found } | 'absent' | 'open';

export interface RetryOptions<Found = never> extends RetryPolicy {
  rateLimiter: RateLimiter;
  budget: RetryBudget;
  /** Wait that the service asks for, in milliseconds: `Retry-After` or a header of the service. */
  retryAfter(headers: Headers, nowMs: number): number | undefined;
  /**
   * Accepts a response whose status is one of failure, such as a 404 that means "none".
   * @default no such response
   */
  acceptsResponse?(response: Response): boolean;
  /** Describes a refusal for the error. */
  explain(response: Response): Promise<Pick<RequestErrorDetails, 'summary' | 'requestId'>>;
  /**
   * Finds out whether a request was applied whose outcome is unknown and that may not be sent again.
   * @default the outcome stays unknown
   */
  checkOutcome?(remainingMs: number): Promise<Verdict<Found>>;
  /** Called after each failed attempt, for the log. */
  onFailedAttempt?(error: RequestError, decision: RetryDecision): void;
  signal?: AbortSignal;
  /** @default Date.now */
  now?: () => number;
  /** @default Math.random */
  random?: () => number;
}

/** A successful response. */
export interface RetriedResponse {
  response: Response;
  /** An earlier attempt may have been applied as well. */
  ambiguous: boolean;
}

/**
 * Sends a request until it succeeds or {@link decideRetry} says to stop.
 *
 * @param send one attempt, limited to `remainingMs`; throws RequestError if there is no complete response
 * @returns the response, or what `checkOutcome` found in its place
 * @throws RequestError of the last attempt; its `applied` covers all attempts
 */
export async function sendWithRetry<Found = never>(
  send: (remainingMs: number) => Promise<Response>,
  options: RetryOptions<Found>,
): Promise<RetriedResponse | { found: Found }> {
  const { rateLimiter, budget, signal, now = Date.now, random } = options;
  await rateLimiter.acquire(signal);
  const started = now();
  const remainingMs = () => started + options.deadlineMs - now();
  let ambiguous = false;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(() => send(Math.max(1, remainingMs())), options);
    if (!(outcome instanceof RequestError)) {
      budget.succeeded(attempt > 1);
      return { response: outcome, ambiguous };
    }
    const error = outcome;
    const { details } = error;
    const afterTimeout = details.kind === 'timeout';
    const decide = () =>
      decideRetry(
        {
          error: details,
          attempt,
          elapsedMs: now() - started,
          hasBudget: budget.canSpend(afterTimeout),
          random,
        },
        options,
      );
    error.attempts = attempt;
    ambiguous ||= details.applied === 'maybe';
    if (ambiguous) details.applied = 'maybe';
    let decision = decide();
    if (ambiguous && options.checkOutcome && isFinal(decision)) {
      const verdict = await options.checkOutcome(remainingMs());
      if (typeof verdict === 'object') return verdict;
      if (verdict === 'absent') {
        ambiguous = false;
        details.applied = 'no';
        decision = decide();
      }
    }
    holdBack(rateLimiter, details);
    if (decision.retry) {
      if (decision.costsBudget) budget.spend(afterTimeout);
      options.onFailedAttempt?.(error, decision);
      await wait(decision.delayMs, signal);
      const reason = await acquireWithin(rateLimiter, remainingMs(), signal);
      if (!reason) continue;
      decision = { retry: false, reason };
    }
    error.stopReason = decision.reason;
    options.onFailedAttempt?.(error, decision);
    throw error;
  }
}

/** Makes the other requests with this credential respect the wait that the service asked for. */
function holdBack(rateLimiter: RateLimiter, details: RequestErrorDetails): void {
  const { retryAfterMs } = details;
  if (!retryAfterMs) return;
  if (retryAfterMs > MAX_RETRY_AFTER_MS) rateLimiter.refuse(details);
  else rateLimiter.pause(retryAfterMs);
}

/**
 * Waits for the rate limit, at most `ms` milliseconds.
 *
 * @returns the reason if the retry may not be sent in that time
 */
async function acquireWithin(
  rateLimiter: RateLimiter,
  ms: number,
  signal?: AbortSignal,
): Promise<StopReason | undefined> {
  const deadline = AbortSignal.timeout(Math.max(0, Math.ceil(ms)));
  try {
    await rateLimiter.acquire(signal ? AbortSignal.any([signal, deadline]) : deadline);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) return 'deadline';
    if (error instanceof RequestError) return 'wait-too-long';
    throw error;
  }
}

async function attemptOnce(
  send: () => Promise<Response>,
  options: RetryOptions<unknown>,
): Promise<Response | RequestError> {
  let response: Response;
  try {
    response = await send();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  const meaning = classifyStatus(response.status);
  if (!meaning || options.acceptsResponse?.(response)) return response;
  const retryAfterMs = mayAskForWait(response.status)
    ? options.retryAfter(response.headers, (options.now ?? Date.now)())
    : undefined;
  return new RequestError({
    ...meaning,
    ...(await options.explain(response)),
    status: response.status,
    retryAfterMs,
  });
}

/** RFC 9110 defines Retry-After for 503 and redirects, RFC 6585 for 429; it is ignored elsewhere. */
function mayAskForWait(status: number): boolean {
  return status === 429 || status === 503;
}
