import type { FastifyRequest } from 'fastify';
import { isJsonObject, parseJsonBody } from '../../kit/http/json-body';
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
  const value = parseJsonBody(bytes);
  if (isJsonObject(value)) return value;
  throw new ApiError(status, { code: status, message: 'The body has to be a JSON object' });
}
