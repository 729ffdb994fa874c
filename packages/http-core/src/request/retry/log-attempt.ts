import { errorCode } from '../../errors/error-codes';
import type { RequestError, StopReason } from '../../errors/request-error';
import type { Context } from '../../platform/context';
import { log } from '../../platform/log';
import type { RetryDecision } from './decide-retry';

const STOP_REASONS: Readonly<Record<StopReason, string>> = {
  'not-retryable': 'a retry cannot help',
  'may-have-been-applied': 'it may have been applied and must not be executed twice',
  attempts: 'all retries are used up',
  'wait-too-long': 'the service asks for too long a wait',
  deadline: 'the deadline would pass',
  budget: 'the retry budget of this execution is used up',
};

/**
 * Logs a failed attempt and what follows from it. Contains neither the URL nor anything else of the request, and of the
 * response only its status and request ID, which are redacted.
 */
export function logAttempt(
  ctx: Context,
  serviceName: string,
  { details, attempts }: RequestError,
  decision: RetryDecision,
): void {
  const { kind, status, networkCode, requestId } = details;
  const cause = status !== undefined ? `HTTP ${status}` : (networkCode ?? kind);
  const failed = `${serviceName}: attempt ${attempts} failed (${cause})`;
  const id = requestId === undefined ? '' : `, request ID ${requestId}`;
  const fields = { attempt: attempts, status, networkCode, errorCode: errorCode(details), requestId };
  if (decision.retry) {
    const line = `${failed}, trying again in ${decision.delayMs} ms${id}`;
    log(ctx, 'info', line, { ...fields, delayMs: decision.delayMs });
    return;
  }
  // An ordinary refusal, such as a 404: n8n logs its error.
  const level = decision.reason === 'not-retryable' ? 'debug' : 'warn';
  const line = `${failed}, giving up: ${STOP_REASONS[decision.reason]}${id}`;
  log(ctx, level, line, { ...fields, reason: decision.reason });
}
