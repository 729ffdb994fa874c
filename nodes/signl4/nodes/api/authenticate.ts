import { SECRET_SEGMENT, asksForSecretInPath, headerKey, secretInPath } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { baseUrlOf } from './base-url';

/**
 * Adds the secret to a request: the team secret to the path of the inbound webhook, the API key to a header of all other
 * requests.
 */
export function authenticate(
  credential: ICredentialDataDecryptedObject,
  requestOptions: IHttpRequestOptions,
): IHttpRequestOptions {
  const baseUrl = baseUrlOf(credential);
  if (asksForSecretInPath(requestOptions, { secret: credential.teamSecret, placeholder: SECRET_SEGMENT })) {
    return secretInPath(requestOptions, {
      baseUrl,
      placeholder: SECRET_SEGMENT,
      secret: secretOf(credential, 'teamSecret', 'Team Secret', 'send alerts'),
    });
  }
  return headerKey(requestOptions, {
    baseUrl,
    header: 'X-S4-Api-Key',
    key: secretOf(credential, 'apiKey', 'API Key', 'use the SIGNL4 REST API'),
  });
}

function secretOf(
  credential: ICredentialDataDecryptedObject,
  field: string,
  label: string,
  purpose: string,
): string {
  const value = credential[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidParameterError(
    `The credential has no ${label}, which is needed to ${purpose}`,
    `Fill in "${label}" of the credential.`,
  );
}
