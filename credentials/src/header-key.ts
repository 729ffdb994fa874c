import type { IHttpRequestOptions } from 'n8n-workflow';

import { checkSecret } from './check/check-secret';
import { restrictToBaseUrl } from './restrict-to-base-url';
import type { BaseUrls } from './restrict-to-base-url';
import { withHeader } from './with-header';

interface HeaderKey {
  /** Checked base URL of the credential, or all of them. */
  baseUrl: BaseUrls;
  /** Name of the header. */
  header: string;
  /** The key as the credential has it. */
  key: unknown;
  /** Name of its field as the user sees it. */
  fieldLabel?: string;
}

/**
 * A copy of a request with a key in a header of the service's own. It goes below the base URL and follows no redirect.
 *
 * @throws InvalidParameterError for another address, and for a key that is no printable ASCII
 */
export function headerKey(
  requestOptions: IHttpRequestOptions,
  { baseUrl, header, key, fieldLabel = 'API Key' }: HeaderKey,
): IHttpRequestOptions {
  const { options } = restrictToBaseUrl(requestOptions, baseUrl);
  return withHeader(options, header, checkSecret(key, { fieldLabel, spaces: true }));
}
