import type { ErrorKind, RequestErrorDetails } from './request-error';

/**
 * Stable codes of the errors that users see, documented in docs/error-codes.md. A code keeps its meaning: it is never reused
 * for another error.
 */
export const ERROR_CODES = {
  'rate-limited': 'SBX_RATE_LIMITED',
  unavailable: 'SBX_UNAVAILABLE',
  unreachable: 'SBX_UNREACHABLE',
  'connection-lost': 'SBX_CONNECTION_LOST',
  timeout: 'SBX_TIMEOUT',
  unauthorized: 'SBX_UNAUTHORIZED',
  forbidden: 'SBX_FORBIDDEN',
  'not-found': 'SBX_NOT_FOUND',
  conflict: 'SBX_CONFLICT',
  rejected: 'SBX_REJECTED',
  redirected: 'SBX_REDIRECTED',
  unreadable: 'SBX_UNREADABLE',
  blocked: 'SBX_BLOCKED',
} as const satisfies Record<ErrorKind, string>;

/** In place of the code of its kind, for a change that the service may have applied. */
export const MAYBE_APPLIED = 'SBX_MAYBE_APPLIED';

/** For a value that is wrong before any request. */
export const INVALID_PARAMETER = 'SBX_INVALID_PARAMETER';

/** @param changesSomething whether it matters that the request may have been applied */
export function errorCode(
  { kind, applied }: Pick<RequestErrorDetails, 'kind' | 'applied'>,
  changesSomething = false,
): string {
  return changesSomething && applied === 'maybe' ? MAYBE_APPLIED : ERROR_CODES[kind];
}
