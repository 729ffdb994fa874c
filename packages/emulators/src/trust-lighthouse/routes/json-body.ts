import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error';
import type { TrustAssumptions } from '../assumptions';
import { mediaType } from './media-type';

/**
 * The body as an object; an absent one counts as `{}`.
 * @throws ApiError for another content type (assumption T17), or if it is not JSON (assumption T16)
 */
export function jsonBody(request: FastifyRequest, settings: TrustAssumptions): Record<string, unknown> {
  const bytes = request.body;
  if (!(bytes instanceof Buffer) || bytes.length === 0) return {};
  if (mediaType(request) !== 'application/json' && settings.otherContentType === 'refuse')
    throw new ApiError(415, { code: 415, message: 'Unsupported Media Type' });
  const status = settings.malformedJsonStatus;
  const malformed = new ApiError(status, { code: status, message: 'The body has to be a JSON object' });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw malformed;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed;
  return value as Record<string, unknown>;
}
