import type { FastifyReply } from 'fastify';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { refuseIfBlocked, setRateHeaders } from './rate-headers';

/** Invalid payloads and wrong keys, as the article on throttling names them. */
const INVALID: readonly number[] = [400, 401, 415];

/** Counts a failed REST call among the erroneous ones (signl4.md §1.9). @throws ServiceError 429 after ten of them */
export function countErroneous(service: Signl4Service, reply: FastifyReply, status: number): void {
  const { settings, clock } = service.context;
  const counts = {
    invalid: INVALID.includes(status),
    every: status >= 400 && status < 500 && status !== 429,
    none: false,
  };
  if (!counts[settings.erroneousRest]) return;
  const state = service.rateLimits.count('erroneous');
  if (!state.allowed) setRateHeaders(reply, state);
  refuseIfBlocked(reply, state, settings, clock.now());
}

/** The error to send: the one that was thrown, or the refusal of one erroneous call too many. */
export function afterCounting(service: Signl4Service, reply: FastifyReply, error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  try {
    countErroneous(service, reply, error.status);
    return error;
  } catch (refusal) {
    return refusal;
  }
}
