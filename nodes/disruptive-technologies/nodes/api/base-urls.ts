import { checkBaseUrl } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Public base URLs (disruptive-technologies.md §0), also the defaults of a custom environment. */
const CLOUD = {
  baseUrl: 'https://api.disruptive-technologies.com/v2',
  emulatorUrl: 'https://emulator.disruptive-technologies.com/v2',
  tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token',
  issuerUrl: 'https://identity.disruptive-technologies.com/data-connector',
} as const;

type UrlField = keyof typeof CLOUD;

const LABELS: Readonly<Record<UrlField, string>> = {
  baseUrl: 'REST API URL',
  emulatorUrl: 'Sensor Emulator URL',
  tokenUrl: 'Token URL',
  issuerUrl: 'Signature Issuer URL',
};

/**
 * An address of a credential, checked, without a trailing slash.
 *
 * @throws InvalidParameterError naming the field
 */
function urlOf(credential: ICredentialDataDecryptedObject, field: UrlField): string {
  const { environment } = credential;
  if (environment === 'custom') return checkBaseUrl(credential[field], LABELS[field]);
  if (environment === 'cloud') return CLOUD[field];
  throw new InvalidParameterError(
    'The environment of the credential is none of "cloud", "custom"',
    'Choose the environment in the credential again.',
  );
}

/** Base URLs of the REST API and of the sensor emulator, which has its own host. */
export function baseUrlsOf(credential: ICredentialDataDecryptedObject): { rest: string; emulator: string } {
  return { rest: urlOf(credential, 'baseUrl'), emulator: urlOf(credential, 'emulatorUrl') };
}

/** The token service. */
export function tokenUrlOf(credential: ICredentialDataDecryptedObject): string {
  return urlOf(credential, 'tokenUrl');
}

/**
 * Issuer of the asymmetric signatures, with its keys under `/.well-known/openid-configuration` (disruptive-technologies.md
 * §3c).
 */
export function issuerUrlOf(credential: ICredentialDataDecryptedObject): string {
  return urlOf(credential, 'issuerUrl');
}
