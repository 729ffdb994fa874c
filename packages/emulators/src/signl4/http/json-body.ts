import type { FastifyRequest } from 'fastify';
import type { z } from 'zod/v4';
import { parseJsonBody } from '../../kit/http/json-body';
import { ServiceError } from '../service-error';

/**
 * Reads and checks the JSON body of a REST call; unknown fields are dropped, an absent body counts as `{}`.
 * @throws ServiceError 400 if it is not valid, 415 if it is declared as something else and that is refused
 */
export function jsonBody<Schema extends z.ZodTypeAny>(
  request: FastifyRequest,
  schema: Schema,
  requireContentType: boolean,
): z.output<Schema> {
  const bytes = request.body;
  const present = bytes instanceof Buffer && bytes.length > 0;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (
    present &&
    requireContentType &&
    type !== '' &&
    type !== 'application/json' &&
    type !== 'text/json' &&
    !/^application\/.+\+json$/.test(type)
  ) {
    throw new ServiceError(
      415,
      'Unsupported media type.',
      'The body has to be declared as application/json.',
    );
  }
  const value = parseJsonBody(bytes);
  if (value === undefined)
    throw new ServiceError(400, 'The request is invalid.', 'The body is not valid JSON.');
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = issue.path.length > 0 ? issue.path.join('.') : 'The body';
  throw new ServiceError(400, 'The request is invalid.', `${where}: ${issue.message}`);
}
