import type { FastifyReply } from 'fastify';
import type { Signl4Assumptions } from '../assumptions';
import type { RateState } from '../rate-limits';
import { ServiceError } from '../service-error';

/** Puts the X-RateLimit-* headers on a response. */
export function setRateHeaders(reply: FastifyReply, state: RateState): void {
  void reply.headers({
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-reset': String(state.resetSeconds),
  });
}

/** @throws ServiceError 429 for a caller who is blocked */
export function refuseIfBlocked(
  reply: FastifyReply,
  state: RateState,
  settings: Signl4Assumptions,
  nowMs: number,
): void {
  if (state.allowed) return;
  if (settings.retryAfter)
    void reply.header('retry-after', String(Math.max(1, state.resetSeconds - Math.floor(nowMs / 1000))));
  throw new ServiceError(429, 'Too many requests.', 'The rate limit of the subscription is exceeded.');
}
