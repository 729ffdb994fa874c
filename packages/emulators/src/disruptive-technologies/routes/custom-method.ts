import type { FastifyRequest } from 'fastify';

/**
 * Takes the last segment of a path apart: `abc:metrics` is the custom method `metrics` of `abc`. Only a literal colon
 * counts; `%3A` belongs to the id (disruptive-technologies.md §6).
 */
export function customMethod(request: FastifyRequest): { id: string; method: string } {
  const path = (request.raw.url ?? '').split('?', 1)[0]!.replace(/\/+$/, '');
  const segment = path.slice(path.lastIndexOf('/') + 1);
  const colon = segment.lastIndexOf(':');
  return colon < 0
    ? { id: decodeURIComponent(segment), method: '' }
    : { id: decodeURIComponent(segment.slice(0, colon)), method: segment.slice(colon + 1) };
}
