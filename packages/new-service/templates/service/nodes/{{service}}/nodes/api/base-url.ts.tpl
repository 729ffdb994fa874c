import { environmentBaseUrl } from '@signalbox/credentials';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The checked base URL of a credential, without a trailing slash. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
  return environmentBaseUrl(credential, { cloud: '{{baseUrl}}' });
}
{{#if isExpiring}}

/** The checked address at which the credential gets its access tokens. */
export function tokenUrlOf(credential: ICredentialDataDecryptedObject): string {
  return environmentBaseUrl(credential, { cloud: '{{tokenUrl}}' }, { customField: 'tokenUrl' });
}
{{/if}}
