import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod/v4';
import { ApiError } from '../api-error';
import { errorBody } from './error-body';

/** Answers whatever was thrown as the service does. */
export function replyError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) {
    return reply.code(error.status).headers(error.headers).send(errorBody(error.status, error.message));
  }
  if (error instanceof ZodError) {
    const issue = error.issues[0]!;
    const where = issue.path.join('.');
    const reason = `invalid argument: ${where === '' ? '' : `${where}: `}${issue.message}`;
    return reply.code(400).send(errorBody(400, reason));
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  return reply.code(status).send(errorBody(status, error instanceof Error ? error.message : String(error)));
}
