import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod/v4';
import { unexpectedError } from '../../kit/http/unexpected-error';
import { ApiError } from '../api-error';
import { errorBody } from './error-body';

/** Sends a thrown error in the form of the service. */
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
  const { status, text } = unexpectedError(error);
  return reply.code(status).send(errorBody(status, text));
}
