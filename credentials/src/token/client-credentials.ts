import type { IHttpRequestHelper } from 'n8n-workflow';

import { checkSecret } from '../check/check-secret';
import { secretForms } from './secret-forms';
import { checkTokenUrl } from './check-token-url';
import { withStamp } from './expirable-token';
import type { ExpirableToken } from './expirable-token';
import { fetchToken } from './fetch-token';
import { shareExchange } from './share-exchange';
import { stampOf } from './stamp-of';
import type { CredentialFields } from './stamp-of';

interface ClientCredentials {
  /** URL of the token endpoint; https, or http on this machine. */
  tokenUrl: unknown;
  /** Name of its field as the user sees it. */
  tokenUrlLabel?: string;
  /** As the credential has them. */
  clientId: unknown;
  clientSecret: unknown;
  /** The expirable property as it is: the token that has to be renewed. */
  accessToken: unknown;
  /** All fields of the credential. */
  credential: CredentialFields;
  /** Names of the fields in the body, where they are not those of RFC 6749. */
  names?: { clientId?: string; clientSecret?: string; grantType?: string };
  /** Further fields of the body, such as `scope`. Empty ones are left out. */
  extra?: Readonly<Record<string, string | undefined>>;
}

/**
 * Fetches an access token with a client ID and secret (RFC 6749 §4.4), sent as JSON as several services want it.
 *
 * For `preAuthentication` of a credential class:
 * `return { accessToken: await clientCredentials(this, { ... }) };`
 *
 * @returns the value of the hidden expirable property, for expiringBearer
 * @throws TokenError when the service gives no token; InvalidParameterError for a field that cannot be right
 */
export async function clientCredentials(
  helper: IHttpRequestHelper,
  {
    tokenUrl,
    tokenUrlLabel = 'Token URL',
    clientId,
    clientSecret,
    accessToken,
    credential,
    names = {},
    extra = {},
  }: ClientCredentials,
): Promise<ExpirableToken> {
  const url = checkTokenUrl(tokenUrl, tokenUrlLabel);
  const id = checkSecret(clientId, { fieldLabel: 'Client ID', spaces: true, unicode: true });
  const secret = checkSecret(clientSecret, { fieldLabel: 'Client Secret', spaces: true, unicode: true });
  const further = Object.entries(extra).filter(([, value]) => value !== undefined && value !== '');
  const body = JSON.stringify({
    [names.clientId ?? 'client_id']: id,
    [names.clientSecret ?? 'client_secret']: secret,
    [names.grantType ?? 'grant_type']: 'client_credentials',
    ...Object.fromEntries(further),
  });
  const token = await shareExchange(['clientCredentials', url, body], accessToken, async () => {
    return await fetchToken(helper, {
      url,
      contentType: 'application/json',
      body,
      urlLabel: tokenUrlLabel,
      proof: '"Client ID" and "Client Secret"',
      secrets: secretForms(secret),
    });
  });
  return withStamp(token, stampOf(credential, accessToken));
}
