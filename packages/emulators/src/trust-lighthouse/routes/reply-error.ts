import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error';

/** Answers whatever was thrown as the services do. */
export function replyError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) {
    if (typeof error.body === 'string') reply.header('content-type', 'text/html; charset=utf-8');
    return reply.code(error.status).send(error.body);
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  return reply
    .code(status)
    .send({ code: status, message: error instanceof Error ? error.message : String(error) });
}
