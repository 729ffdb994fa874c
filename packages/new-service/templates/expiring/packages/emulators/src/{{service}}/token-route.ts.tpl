import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { parseJsonBody } from '../kit/http/json-body';
import { seed } from './seed';
import type { {{type}}Service } from './service';

export const TOKEN_PATH = '{{tokenPath}}';

const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
});

/** The token endpoint (RFC 6749 §4.4), which takes JSON. */
export function tokenRoute(app: FastifyInstance, { tokens }: {{type}}Service): void {
  app.post(TOKEN_PATH, (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { success, data } = TokenRequest.safeParse(parseJsonBody(request.body));
    if (!success) return reply.code(400).send({ error: 'invalid_request' });
    if (data.client_id !== seed.clientId || data.client_secret !== seed.clientSecret)
      return reply.code(401).send({ error: 'invalid_client' });
    return reply.send(tokens.issue());
  });
}
