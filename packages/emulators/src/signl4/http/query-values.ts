import type { FastifyRequest } from 'fastify';
import { queryOf } from '../../kit/http/query';

/** All values of a query parameter, ignoring the case of its name. */
export function queryValues(request: FastifyRequest, name: string): string[] {
  const wanted = name.toLowerCase();
  return [...queryOf(request)].filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}
