import type { IHttpRequestOptions } from 'n8n-workflow';

import { checkSecret } from './check/check-secret';
import { restrictToBaseUrl } from './restrict-to-base-url';
import type { BaseUrls } from './restrict-to-base-url';
import { withHeader } from './with-header';

export interface Bearer {
  /** Checked base URL of the credential, or all of them. */
  baseUrl: BaseUrls;
  /** The token as the credential has it, without the word `Bearer`. */
  token: unknown;
  /** Name of its field as the user sees it. */
  fieldLabel?: string;
}

/**
 * A copy of a request with a bearer token (RFC 6750 §2.1). It goes below the base URL and follows no redirect.
 *
 * @throws InvalidParameterError for another address, and for a token that is no printable ASCII without spaces
 */
export function bearer(
  requestOptions: IHttpRequestOptions,
  { baseUrl, token, fieldLabel = 'Token' }: Bearer,
): IHttpRequestOptions {
  const { options } = restrictToBaseUrl(requestOptions, baseUrl);
  return withHeader(options, 'Authorization', `Bearer ${checkSecret(token, { fieldLabel })}`);
}
