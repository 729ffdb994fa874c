import { fromExpirable } from './expirable-token';

/**
 * Says "the token has expired" in the way in which n8n hears it: `httpRequestWithAuthentication` calls `preAuthentication` again when
 * what `authenticate` or the request throws has `response.status` 401 (n8n-core 2.41, request-helpers/authentication.ts), and
 * then authenticates and sends once, outside the reach of that catch. So a token is renewed at most once per request, and without a
 * request on the wire that is bound to fail.
 */
class StaleToken extends Error {
  readonly response = { status: 401 };

  constructor() {
    super('The access token of the credential has expired and could not be renewed');
    this.name = 'StaleToken';
  }
}

/**
 * The access token that `preAuthentication` has stored.
 *
 * @throws an error that makes n8n renew the token, when it is about to expire, missing or unreadable
 */
export function currentToken(stored: unknown): string {
  const known = fromExpirable(stored);
  if (!known || known.renewAtMs <= Date.now()) throw new StaleToken();
  return known.token;
}
