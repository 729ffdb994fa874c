import type { FastifyRequest } from 'fastify';

/** Query of the request as it was sent, with repeated parameters in their order. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}
