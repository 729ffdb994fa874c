import { checkBaseUrl } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkUid, parseSentryUrl } from './sentry-address';

/** Base URL of the public data.world. Private installations use another one (dataworld-sentry.md §2). */
export const DEFAULT_API_URL = 'https://data.world/h/api/v1';

const LABEL = 'API URL';

/** Base URL and default Sentry of a credential. */
interface CredentialAddress {
  baseUrl: string;
  defaultUid: string | undefined;
}

/**
 * Reads the address from a credential: either the pasted API URL of a Sentry or a base URL.
 *
 * @throws InvalidParameterError for an address that must not receive the token, and for two different Sentries
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
      'Clear "Default Sentry" in the credential, or enter a base URL as "API URL".',
    );
  }
  return { baseUrl, defaultUid: sentry?.uid ?? defaultUid };
}

/** Addresses appear in errors; tokens must not. */
function refuseTokenIn({ apiUrl, sentryUid, apiToken }: ICredentialDataDecryptedObject): void {
  const token = typeof apiToken === 'string' ? apiToken : '';
  if (token === '') return;
  const forms = [token, encodeURIComponent(token.replace(/\p{Cs}/gu, ''))];
  if (!forms.some((form) => `${String(apiUrl)}\n${String(sentryUid)}`.includes(form))) return;
  throw new InvalidParameterError(
    'Another field of the credential contains the API token',
    'Enter the token only as "API Token", and the address without it as "API URL".',
  );
}
