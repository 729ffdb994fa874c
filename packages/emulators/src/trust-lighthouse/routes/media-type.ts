import type { FastifyRequest } from 'fastify';

/** The content type of a body without its parameters, in lower case; empty if there is none. */
export function mediaType(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}
