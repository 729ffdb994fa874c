import type { NotedOptions } from '@signalbox/http-core/token-note';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { restrictToBaseUrl } from './restrict-to-base-url';
import type { BaseUrls } from './restrict-to-base-url';
import type { CredentialFields } from './token/stamp-of';
import { currentToken } from './token/stale-token';
import { withHeader } from './with-header';

interface ExpiringBearer {
  /** Checked base URL of the credential, or all of them. */
  baseUrl: BaseUrls;
  /** The expirable property of the credential, as clientCredentials or jwtBearer gave it. */
  accessToken: unknown;
  /** All fields of the credential. */
  credential: CredentialFields;
}

/**
 * A copy of a request with an access token that expires. It goes below the base URL and follows no redirect.
 *
 * @throws InvalidParameterError for another address; an error that makes n8n renew the token, when it is about to expire or refused
 */
export function expiringBearer(
  requestOptions: NotedOptions,
  { baseUrl, accessToken, credential }: ExpiringBearer,
): IHttpRequestOptions {
  // Check the address first: no token is fetched for a request that will not be sent.
  const { options } = restrictToBaseUrl(requestOptions, baseUrl);
  const token = currentToken(accessToken, credential, requestOptions.tokenNote);
  return withHeader(options, 'Authorization', `Bearer ${token}`);
}
