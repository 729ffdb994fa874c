import { checkBaseUrl, environmentBaseUrl } from '@signalbox/credentials';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** API gateways (trust-lighthouse.md §1). */
const GATEWAYS = { production: 'https://api.trust.lat', test: 'https://api-tst.trust.lat' };
const ATENEA = { production: 'https://atenea.trust.lat', test: 'https://atenea-tst.trust.lat' };

/** Validated base URL of the gateway to Lighthouse and Chronos, without a trailing slash. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
  return environmentBaseUrl(credential, GATEWAYS);
}

/** Atenea's token endpoint. The trailing slash is part of the documented URL (trust-lighthouse.md §2). */
export function tokenUrlOf(credential: ICredentialDataDecryptedObject): string {
  const baseUrl =
    credential.environment === 'custom'
      ? checkBaseUrl(credential.ateneaUrl, 'Atenea URL')
      : environmentBaseUrl(credential, ATENEA);
  return `${baseUrl}/oauth/token/`;
}
