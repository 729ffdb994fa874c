import { basic, expiringBearer, jwtBearer } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type {
  ICredentialDataDecryptedObject,
  IDataObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
} from 'n8n-workflow';

import { baseUrlsOf, tokenUrlOf } from './base-urls';

/** Adds a token, or the key and its secret, to a request for the REST API or the sensor emulator. */
export function authenticate(
  credential: ICredentialDataDecryptedObject,
  requestOptions: IHttpRequestOptions,
): IHttpRequestOptions {
  const { rest, emulator } = baseUrlsOf(credential);
  const baseUrl = [rest, emulator];
  if (credential.authentication === 'oauth2') {
    return expiringBearer(requestOptions, { baseUrl, accessToken: credential.accessToken, credential });
  }
  return basic(requestOptions, {
    baseUrl,
    user: filled(credential, 'keyId', 'Key ID'),
    password: filled(credential, 'secret', 'Secret'),
    userLabel: 'Key ID',
    passwordLabel: 'Secret',
  });
}

/**
 * Trades an assertion, signed with the secret of the key, for an access token (disruptive-technologies.md §1b). Basic
 * authentication needs none.
 *
 * @returns what n8n stores in the credential
 */
export async function fetchAccessToken(
  helper: IHttpRequestHelper,
  credential: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
  if (credential.authentication !== 'oauth2') return {};
  const accessToken = await jwtBearer(helper, {
    tokenUrl: tokenUrlOf(credential),
    algorithm: 'HS256',
    keyId: filled(credential, 'keyId', 'Key ID'),
    key: filled(credential, 'secret', 'Secret'),
    keyLabel: 'Secret',
    issuer: filled(credential, 'email', 'Email'),
    issuerLabel: 'Email',
    accessToken: credential.accessToken,
    credential,
  });
  return { accessToken };
}

function filled(credential: ICredentialDataDecryptedObject, field: string, label: string): string {
  const value = credential[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidParameterError(
    `${label} is empty: enter it in the credential`,
    `Fill in "${label}" of the credential. DT Studio shows it under API Integrations > Service Accounts.`,
  );
}
