import type { FastifyRequest } from 'fastify';

/** All values of a query parameter, ignoring the case of its name. */
export function queryValues(request: FastifyRequest, name: string): string[] {
  const wanted = name.toLowerCase();
  return [...queryOf(request)].filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The query as it was sent. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const mark = request.url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1));
}
