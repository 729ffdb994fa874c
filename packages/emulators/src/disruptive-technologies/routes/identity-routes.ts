import type { FastifyInstance } from 'fastify';
import { TokenError } from '../../kit/oauth/token-error';
import type { DisruptiveTechnologiesService } from '../service';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
export const TOKEN_PATH = '/oauth2/token';
const ISSUER_PATH = '/data-connector';
const JWKS_PATH = `${ISSUER_PATH}/.well-known/jwks.json`;

/**
 * Routes of identity.disruptive-technologies.com: the token endpoint, discovery and public keys.
 * disruptive-technologies.md §1b and §3c.
 */
export function identityRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { context, tokens, keys } = service;

  app.post(TOKEN_PATH, (request, reply) => {
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
    const form = new URLSearchParams(
      type === 'application/x-www-form-urlencoded' && request.body instanceof Buffer
        ? request.body.toString()
        : '',
    );
    reply.header('cache-control', 'no-store');
    try {
      const grantType = form.get('grant_type');
      const assertion = form.get('assertion');
      if (!grantType) throw new TokenError('invalid_request', 'grant_type is missing from the form.');
      if (grantType !== GRANT_TYPE) {
        throw new TokenError('unsupported_grant_type', `Only ${GRANT_TYPE} is supported.`);
      }
      if (!assertion) throw new TokenError('invalid_request', 'assertion is missing from the form.');
      // Callers may reach this endpoint by different names, such as 127.0.0.1, localhost or that of a container.
      const asCalled = request.headers.host ? [`http://${request.headers.host}${TOKEN_PATH}`] : [];
      return reply.send(tokens.exchange(assertion, [`${context.origin()}${TOKEN_PATH}`, ...asCalled]));
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return reply.code(400).send({ error: error.code, error_description: error.message });
    }
  });

  app.get(`${ISSUER_PATH}/.well-known/openid-configuration`, (_request, reply) =>
    reply.send({
      issuer: `${context.origin()}${ISSUER_PATH}`,
      jwks_uri: `${context.origin()}${JWKS_PATH}`,
      id_token_signing_alg_values_supported: ['ES256'],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
    }),
  );

  app.get(JWKS_PATH, (_request, reply) => reply.send(keys.jwks()));
}
