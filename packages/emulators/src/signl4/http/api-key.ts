import type { FastifyRequest } from 'fastify';
import type { Context } from '../context';
import type { ApiKey } from '../model';

/** The valid API key of a request; `undefined` if there is none. signl4.md §2.2 */
export function apiKeyOf({ state, clock }: Context, request: FastifyRequest): ApiKey | undefined {
  const presented = request.headers['x-s4-api-key'];
  return state.apiKeys.find(
    ({ key, expiresMs }) => key === presented && (expiresMs === null || clock.now() < expiresMs),
  );
}
