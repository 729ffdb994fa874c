import type { ErrorKind, RequestErrorDetails, StopReason } from '../../errors/request-error';
import { MAX_RETRY_AFTER_MS } from '../rate-limit/rate-limiter';
import { backoffMs } from './backoff';

/**
 * Effect of a second execution of a request (RFC 9110 §9.2). Decides whether it may be sent again after a failure that
 * leaves open whether the service applied it.
 * - `safe`: it changes nothing and may be repeated
 * - `idempotent`: executed twice, it has the same effect as once, and may be repeated
 * - `non-idempotent`: it must not be executed twice; it is repeated only if the service did not apply it
 */
export type Semantics = 'safe' | 'idempotent' | 'non-idempotent';

/** Limits for all attempts at one request. */
export interface RetryPolicy {
  semantics: Semantics;
  /** Attempts after the first one. */
  maxRetries: number;
  /** For all attempts and the waits between them, in milliseconds. Waiting for the rate limit before the first one is free. */
  deadlineMs: number;
}

/** Facts about a failed attempt. */
export interface FailedAttempt {
  /** `applied` also covers the earlier attempts. */
  error: Pick<RequestErrorDetails, 'kind' | 'applied' | 'retryAfterMs'>;
  /** 1 for the first attempt. */
  attempt: number;
  /** Since the start of the first attempt. */
  elapsedMs: number;
  /** True if the retry budget has enough tokens for one more retry. */
  hasBudget: boolean;
  /**
   * Uniform in [0, 1).
   * @default Math.random
   */
  random?: () => number;
}

export type RetryDecision =
  { retry: true; delayMs: number; costsBudget: boolean } | { retry: false; reason: StopReason };

/** Kinds of failure that the next attempt may not meet. */
const TRANSIENT: ReadonlySet<ErrorKind> = new Set([
  'rate-limited',
  'unavailable',
  'unreachable',
  'connection-lost',
  'timeout',
]);

/** Decides whether and when a failed request is sent again. Pure: no clock, no sleep, no shared state. */
export function decideRetry(
  { error, attempt, elapsedMs, hasBudget, random }: FailedAttempt,
  { semantics, maxRetries, deadlineMs }: RetryPolicy,
): RetryDecision {
  const { kind, applied, retryAfterMs } = error;
  if (!TRANSIENT.has(kind)) return stop('not-retryable');
  // A second execution could create a duplicate.
  if (applied === 'maybe' && semantics === 'non-idempotent') return stop('may-have-been-applied');
  if (attempt > maxRetries) return stop('attempts');
  // Coming back before the service allows it would only be refused again.
  if (retryAfterMs !== undefined && retryAfterMs > MAX_RETRY_AFTER_MS) return stop('wait-too-long');
  // "Retry-After: 0" gives the service no relief, so it counts as not given.
  const delayMs = retryAfterMs || backoffMs(attempt - 1, random);
  if (elapsedMs + delayMs > deadlineMs) return stop('deadline');
  // A pause that the service asked for adds no load, so it costs no budget.
  const costsBudget = !retryAfterMs;
  return costsBudget && !hasBudget ? stop('budget') : { retry: true, delayMs, costsBudget };
}

/** Returns true if no later attempt is allowed, after any wait: an unknown outcome has to be checked now. */
export function isFinal(decision: RetryDecision): boolean {
  return !decision.retry && FINAL.has(decision.reason);
}

const FINAL: ReadonlySet<StopReason> = new Set(['not-retryable', 'may-have-been-applied', 'attempts']);

function stop(reason: StopReason): RetryDecision {
  return { retry: false, reason };
}
