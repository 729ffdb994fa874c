import type { FastifyRequest } from 'fastify';
import { invalidArgument } from '../api-error';

/**
 * The body as an object. Its content type does not matter: the vendor's own example with curl declares a form. An
 * absent body counts as `{}`.
 * @throws ApiError 400
 */
export function jsonBody(request: FastifyRequest): Record<string, unknown> {
  const bytes = request.body;
  if (!(bytes instanceof Buffer) || bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw invalidArgument('the body is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidArgument('the body has to be a JSON object');
  }
  return value as Record<string, unknown>;
}
