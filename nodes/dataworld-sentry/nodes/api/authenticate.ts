import { bearer } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { addressOf } from './api-url';

/**
 * Placeholder for the credential's Sentry in the test request: an expression cannot tell a pasted API URL from a base
 * URL.
 */
export const DEFAULT_SENTRY = '/~sentry-of-the-credential~';

/** Adds the bearer token to a request below the base URL of the credential. */
export function authenticate(
  credential: ICredentialDataDecryptedObject,
  requestOptions: IHttpRequestOptions,
): IHttpRequestOptions {
  const { baseUrl, defaultUid } = addressOf(credential);
  let options = requestOptions;
  if (requestOptions.url === DEFAULT_SENTRY) {
    if (defaultUid === undefined) {
      throw new InvalidParameterError(
        'The credential has no Sentry to test with: paste the API URL of a Sentry as "API URL", or fill in "Default Sentry"',
      );
    }
    options = {
      ...requestOptions,
      baseURL: undefined,
      url: `${baseUrl}/sentries/${encodeURIComponent(defaultUid)}`,
    };
  }
  return bearer(options, { baseUrl, token: credential.apiToken, fieldLabel: 'API Token' });
}
