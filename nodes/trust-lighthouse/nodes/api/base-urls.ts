import { checkBaseUrl, environmentBaseUrl } from '@signalbox/credentials';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** trust-lighthouse.md §1. */
const GATEWAYS = { production: 'https://api.trust.lat', test: 'https://api-tst.trust.lat' };
const ATENEA = { production: 'https://atenea.trust.lat', test: 'https://atenea-tst.trust.lat' };

/** The checked base URL of Trust's API gateway, behind which Lighthouse and Chronos are, without a trailing slash. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
  return environmentBaseUrl(credential, GATEWAYS);
}

/** Where Atenea gives tokens; with the slash at the end, as its documentation has it (trust-lighthouse.md §2). */
export function tokenUrlOf(credential: ICredentialDataDecryptedObject): string {
  const baseUrl =
    credential.environment === 'custom'
      ? checkBaseUrl(credential.ateneaUrl, 'Atenea URL')
      : environmentBaseUrl(credential, ATENEA);
  return `${baseUrl}/oauth/token/`;
}
