import { RequestError } from '../../errors/request-error';
import type { RequestErrorDetails } from '../../errors/request-error';
import { wait } from '../../platform/wait';
import { backoffMs } from './backoff';
import { mayRetry, classifyStatus } from './classify-status';
import type { RateLimiter } from '../rate-limit/rate-limiter';
import type { Semantics } from '../request-spec';
import { MAX_RETRY_AFTER_MS } from './retry-after';
import type { Headers } from './retry-after';
import type { RetryBudget } from './retry-budget';
import type { Response } from '../send-once';
import type { Verdict } from '../outcome-check';

export interface RetryPolicy<Settled = never> {
  semantics: Semantics;
  /** Retries after the first attempt. */
  maxRetries: number;
  /** Milliseconds for all attempts and the waits between them. Waiting for the pace before the first does not count. */
  deadlineMs: number;
  rateLimiter: RateLimiter;
  budget: RetryBudget;
  /** The wait the service asks for, in milliseconds, from `Retry-After` or a header of its own. */
  retryAfter(headers: Headers, nowMs: number): number | undefined;
  /** Whether an answer is meant as such although its status says that it is a refusal. */
  acceptsResponse?(response: Response): boolean;
  /** What a refusal says, for the error. */
  explain(response: Response): Promise<Pick<RequestErrorDetails, 'summary' | 'requestId'>>;
  /**
   * Finds out what became of a request whose outcome is unknown and that may not be sent again as it is.
   *
   * @param remainingMs how long that may take
   */
  checkOutcome?(remainingMs: number): Promise<Verdict<Settled>>;
  signal?: AbortSignal;
  now?: () => number;
  random?: () => number;
}

/** A successful answer, and whether an earlier attempt may have been carried out already. */
export interface RetriedResponse {
  response: Response;
  ambiguous: boolean;
}

/**
 * Sends until it succeeds, or until a further attempt is not allowed (effect), makes no sense (kind of failure), or
 * is not worth it (retries, deadline, budget).
 *
 * @param send one attempt, which may take so many milliseconds; throws RequestError when there is no complete answer
 * @returns the answer, or what `settle` has found in its place
 * @throws RequestError of the last attempt, with `attempts` and, in `applied`, whether any of them may have been carried out
 */
export async function sendWithRetry<Settled = never>(
  send: (remainingMs: number) => Promise<Response>,
  options: RetryPolicy<Settled>,
): Promise<RetriedResponse | { found: Settled }> {
  const { semantics, maxRetries, deadlineMs, rateLimiter, budget, signal, now = Date.now, random } = options;
  let ambiguous = false;
  let started: number | undefined;
  let failure: RequestError | undefined;
  for (let attempt = 1; ; attempt += 1) {
    if (!failure) await rateLimiter.acquire(signal);
    else if (!(await turnComes(rateLimiter, started! + deadlineMs - now(), signal))) throw failure;
    started ??= now();
    const remainingMs = Math.max(1, started + deadlineMs - now());
    const outcome = await attemptOnce(() => send(remainingMs), options);
    if (!(outcome instanceof RequestError)) {
      budget.succeeded(attempt > 1);
      return { response: outcome, ambiguous };
    }
    failure = outcome;
    const { details } = failure;
    ambiguous ||= details.applied === 'maybe';
    failure.attempts = attempt;
    if (ambiguous) details.applied = 'maybe';
    const isOver = () => attempt > maxRetries || !mayRetry(details, semantics);
    if (ambiguous && options.checkOutcome && isOver()) {
      const verdict = await options.checkOutcome(started + deadlineMs - now());
      if (verdict === 'absent') {
        ambiguous = false;
        details.applied = 'no';
      } else if (verdict !== 'open') return verdict;
    }

    // "At once" is no wait that would spare the service: such a retry is like one that was not asked for.
    const asked = details.retryAfterMs || undefined;
    // Sending earlier than asked would only be refused again, so a wait that is too long ends it, for the others as well.
    if (asked !== undefined && asked > MAX_RETRY_AFTER_MS) {
      rateLimiter.refuse(details);
      throw failure;
    }
    if (asked !== undefined) rateLimiter.pause(asked);
    // What was carried out perhaps by an earlier attempt is repeated only if it may be, whatever became of the latest.
    if (isOver()) throw failure;
    const delay = asked ?? backoffMs(attempt - 1, random);
    if (now() + delay > started + deadlineMs) throw failure;
    // Waiting as told adds no load to a service in trouble and needs no budget.
    if (asked === undefined && !budget.spend(details.kind === 'timeout')) throw failure;
    await wait(delay, signal);
  }
}

/** Waits for the pace, no longer than `ms` milliseconds. `false` when the retry may not be sent in that time. */
async function turnComes(rateLimiter: RateLimiter, ms: number, signal?: AbortSignal): Promise<boolean> {
  const deadline = AbortSignal.timeout(Math.max(0, Math.ceil(ms)));
  try {
    await rateLimiter.acquire(signal ? AbortSignal.any([signal, deadline]) : deadline);
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted || error instanceof RequestError) return false;
    throw error;
  }
}

async function attemptOnce(
  send: () => Promise<Response>,
  options: RetryPolicy<unknown>,
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

/** RFC 9110 defines Retry-After for 503 and redirects, RFC 6585 for 429; elsewhere it is not heeded. */
function mayAskForWait(status: number): boolean {
  return status === 429 || status === 503;
}
