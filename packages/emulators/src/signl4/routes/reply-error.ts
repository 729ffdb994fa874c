import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../service-error';
import { errorBody } from './error-body';

/** Answers whatever was thrown as the service does: with an error object. */
export function replyError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ServiceError) return reply.code(error.status).send(errorBody(error));
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const details = error instanceof Error ? error.message : String(error);
  return reply
    .code(status)
    .send(errorBody({ code: status, message: 'Error processing the request.', details }));
}
