import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TokenError } from '../../kit/oauth/token-error';
import { type TokenRequest } from '../access-tokens';
import type { TrustService } from '../service';
import { mediaType } from './media-type';

/** Both spellings, with and without a slash at the end, are in use. trust-lighthouse.md §1. */
export const TOKEN_PATH = '/oauth/token';

/**
 * Atenea. trust-lighthouse.md §2; the responses to mistakes are those of Doorkeeper, which it looks like (assumption
 * T02).
 */
export function tokenRoutes(app: FastifyInstance, { context, tokens }: TrustService): void {
  app.post(TOKEN_PATH, (request, reply) => {
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
    try {
      return reply.send(tokens.issue(tokenRequest(request, context.settings.tokenInputs)));
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      const status = error.code === 'invalid_client' ? context.settings.invalidClientStatus : 400;
      if (status === 401)
        reply.header('www-authenticate', `Bearer realm="Doorkeeper", error="${error.code}"`);
      return reply.code(status).send({ error: error.code, error_description: error.message });
    }
  });
}

/** @throws TokenError for a body that cannot be read */
function tokenRequest(request: FastifyRequest, inputs: 'any' | 'json'): TokenRequest {
  const type = mediaType(request);
  const text = request.body instanceof Buffer ? request.body.toString() : '';
  let fields: Record<string, unknown>;
  if (type === 'application/json') fields = parsedObject(text);
  else if (inputs === 'any' && type === 'application/x-www-form-urlencoded')
    fields = Object.fromEntries(new URLSearchParams(text));
  else throw new TokenError('invalid_request', 'The body has to be JSON.');
  const basic = inputs === 'any' ? basicCredentials(request) : undefined;
  return {
    grantType: fields.grant_type,
    clientId: basic?.id ?? fields.client_id,
    clientSecret: basic?.secret ?? fields.client_secret,
    scope: fields.scope,
  };
}

function parsedObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TokenError('invalid_request', 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TokenError('invalid_request', 'The body has to be a JSON object.');
  return value as Record<string, unknown>;
}

function basicCredentials(request: FastifyRequest): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const mark = text.indexOf(':');
  return mark < 0 ? undefined : { id: text.slice(0, mark), secret: text.slice(mark + 1) };
}
