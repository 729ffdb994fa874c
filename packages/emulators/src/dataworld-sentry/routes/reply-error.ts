import type { FastifyReply } from 'fastify';
import { unexpectedError } from '../../kit/http/unexpected-error';
import { html } from '../../kit/html';
import { ApiError } from '../api-error';
import type { DataworldAssumptions } from '../assumptions';

/** Sends an error in the form that is assumed. */
export function replyError(
  reply: FastifyReply,
  error: unknown,
  shape: DataworldAssumptions['errorBody'],
): FastifyReply {
  const unexpected = unexpectedError(error);
  const status = error instanceof ApiError ? error.status : unexpected.status;
  const { text } = unexpected;
  reply.code(status).headers(error instanceof ApiError ? error.headers : {});
  switch (shape) {
    case 'error':
      return reply.send({ error: text });
    case 'errors':
      return reply.send({ errors: [text] });
    case 'message':
      return reply.send({ message: text });
    case 'text':
      return reply.type('text/plain; charset=utf-8').send(text);
    case 'html':
      return reply.type('text/html; charset=utf-8').send(
        html`<!doctype html><title>${status}</title>
          <h1>${text}</h1>`.text,
      );
  }
}
