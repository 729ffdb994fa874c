import { environmentBaseUrl } from '@signalbox/credentials';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const ENVIRONMENTS = { cloud: 'https://connect.signl4.com' };

/** The checked base URL of a SIGNL4 credential, without a trailing slash. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
  return environmentBaseUrl(credential, ENVIRONMENTS);
}
