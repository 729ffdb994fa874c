import { createHash } from 'node:crypto';

import type { TokenNote } from '@signalbox/http-core/token-note';

import { fromExpirable } from './expirable-token';
import { stampOf } from './stamp-of';
import type { CredentialFields } from './stamp-of';

/**
 * Tells n8n that the token has expired: `httpRequestWithAuthentication` calls `preAuthentication` again when
 * what `authenticate` or the request throws has `response.status` 401 (n8n-core, httpRequestWithAuthentication), and
 * then authenticates and sends once, outside the reach of that catch. So a token is renewed at most once per request, and without a
 * request on the wire that is bound to fail.
 */
class StaleToken extends Error {
  readonly response = { status: 401 };

  constructor() {
    super('The access token of the credential is no longer of use and could not be renewed');
    this.name = 'StaleToken';
  }
}

/**
 * The access token that `preAuthentication` has stored.
 *
 * @param credential all its fields; a token that was fetched with others is not used
 * @param note of a request from the core: gets the token, and may name one that the service has refused
 * @throws an error that makes n8n renew the token, when it is about to expire, missing, unreadable, that of
 *   another credential, or the refused one
 */
export function currentToken(stored: unknown, credential: CredentialFields, note: TokenNote = {}): string {
  const known = fromExpirable(stored);
  if (!known || known.renewAtMs <= Date.now()) throw new StaleToken();
  if (known.stamp !== stampOf(credential, stored)) throw new StaleToken();
  note.taken = createHash('sha256').update(known.token).digest('base64url');
  if (note.taken === note.refused) {
    // Once per request: otherwise a service that issues the same token again would be asked without end.
    delete note.refused;
    throw new StaleToken();
  }
  return known.token;
}
