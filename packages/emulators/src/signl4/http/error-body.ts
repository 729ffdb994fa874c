import { randomUUID } from 'node:crypto';
import type { ServiceError } from '../service-error';

/** ErrorResponseContent */
export function errorBody(
  error: Pick<ServiceError, 'code' | 'message' | 'details'>,
): Record<string, unknown> {
  return { requestId: randomUUID(), code: error.code, details: error.details, message: error.message };
}
