import type { FastifyReply, FastifyRequest } from 'fastify';
import { unexpectedError } from '../../kit/http/unexpected-error';
import { ServiceError } from '../service-error';
import { errorBody } from './error-body';

/** Sends a thrown error in the form of the service: an error object. */
export function replyError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ServiceError) return reply.code(error.status).send(errorBody(error));
  const { status, text } = unexpectedError(error);
  return reply
    .code(status)
    .send(errorBody({ code: status, message: 'Error processing the request.', details: text }));
}
