import type { FastifyRequest } from 'fastify';
import { queryOf } from '../../kit/http/query';

/**
 * All values of a query parameter. Clients write `pageSize` and `page_size`, and repeat a parameter for a list
 * (disruptive-technologies.md §2f).
 * @param name in camel case
 */
export function queryValues(request: FastifyRequest, name: string): string[] {
  return [...queryOf(request)].filter(([key]) => camelCase(key) === name).map(([, value]) => value);
}

/** The first value of a query parameter that is not empty. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  return queryValues(request, name).find((value) => value !== '');
}

/** `update_mask` as `updateMask`. */
export function camelCase(text: string): string {
  return text.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
