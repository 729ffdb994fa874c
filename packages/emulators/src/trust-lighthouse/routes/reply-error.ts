import type { FastifyReply, FastifyRequest } from 'fastify';
import { unexpectedError } from '../../kit/http/unexpected-error';
import { ApiError } from '../api-error';

/** Sends a thrown error in the form of the services. */
export function replyError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) {
    if (typeof error.body === 'string') reply.header('content-type', 'text/html; charset=utf-8');
    return reply.code(error.status).send(error.body);
  }
  const { status, text } = unexpectedError(error);
  return reply.code(status).send({ code: status, message: text });
}
