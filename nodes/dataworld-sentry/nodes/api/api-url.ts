import { checkBaseUrl } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkUid, parseSentryUrl } from './sentry-address';

/** The base URL of data.world itself; private installations have one of their own (dataworld-sentry.md §2). */
export const DEFAULT_API_URL = 'https://data.world/h/api/v1';

const LABEL = 'API URL';

/** What a credential says about where to send: its base URL, and the Sentry it is for if none is given. */
export interface CredentialAddress {
  baseUrl: string;
  defaultUid: string | undefined;
}

/**
 * Reads the address of a credential, which is the API URL of a Sentry, as pasted, or a base URL.
 *
 * @throws InvalidParameterError for an address that the token must not be sent to, or for two different Sentries
 */
export function addressOf(credential: ICredentialDataDecryptedObject): CredentialAddress {
  refuseTokenIn(credential);
  const sentry = parseSentryUrl(credential.apiUrl, LABEL);
  const given = String(credential.sentryUid ?? '').trim();
  const baseUrl = sentry?.baseUrl ?? checkBaseUrl(credential.apiUrl, LABEL).replace(/\/sentries$/, '');
  const defaultUid = given === '' ? undefined : checkUid(given, 'Default Sentry');
  if (sentry && defaultUid !== undefined && sentry.uid !== defaultUid) {
    throw new InvalidParameterError(
      `The credential names two Sentries: "${sentry.uid}" in API URL and "${defaultUid}" in Default Sentry`,
      'Empty "Default Sentry" of the credential, or enter a base URL as "API URL".',
    );
  }
  return { baseUrl, defaultUid: sentry?.uid ?? defaultUid };
}

/** An address is shown in errors, which a token must not be. */
function refuseTokenIn({ apiUrl, sentryUid, apiToken }: ICredentialDataDecryptedObject): void {
  const token = typeof apiToken === 'string' ? apiToken : '';
  if (token === '') return;
  const forms = [token, encodeURIComponent(token.replace(/\p{Cs}/gu, ''))];
  if (!forms.some((form) => `${String(apiUrl)}\n${String(sentryUid)}`.includes(form))) return;
  throw new InvalidParameterError(
    'The API token stands in another field of the credential too',
    'Enter the token as "API Token" only, and the address without it as "API URL".',
  );
}
