import type { FastifyRequest } from 'fastify';
import { isJsonObject, parseJsonBody } from '../../kit/http/json-body';
import { invalidArgument } from '../api-error';

/**
 * The body as an object. Its content type does not matter: the vendor's own example with curl declares a form. An
 * absent body counts as `{}`.
 * @throws ApiError 400
 */
export function jsonBody(request: FastifyRequest): Record<string, unknown> {
  const value = parseJsonBody(request.body);
  if (value === undefined) throw invalidArgument('the body is not valid JSON');
  if (!isJsonObject(value)) throw invalidArgument('the body has to be a JSON object');
  return value;
}
