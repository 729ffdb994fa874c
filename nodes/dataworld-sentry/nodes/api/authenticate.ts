import { bearer } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { addressOf } from './api-url';

/**
 * Stands for the Sentry of the credential in the request that tests it: only code can tell a pasted URL from a base URL.
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
        'The credential names no Sentry that it could be tested with: paste the API URL of a Sentry as "API URL", or fill in "Default Sentry"',
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
