import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkBaseUrl } from './check/check-base-url';

/** Value of the environment field that stands for the user's own base URL. */
const CUSTOM = 'custom';

/** Names of the credential's fields. */
interface EnvironmentFields {
  environmentField?: string;
  customField?: string;
}

/**
 * The checked base URL of a credential whose user chooses between known environments and a custom URL (an emulator, a private
 * installation).
 *
 * @param environments base URL by value of the environment field, without `custom`
 * @throws InvalidParameterError for an environment that is not listed, and as checkBaseUrl does
 */
export function environmentBaseUrl(
  credential: ICredentialDataDecryptedObject,
  environments: Readonly<Record<string, string>>,
  { environmentField = 'environment', customField = 'baseUrl' }: EnvironmentFields = {},
): string {
  const environment = credential[environmentField];
  if (environment === CUSTOM) return checkBaseUrl(credential[customField]);
  // Own properties only: "constructor" is no environment.
  if (typeof environment === 'string' && Object.hasOwn(environments, environment)) {
    return checkBaseUrl(environments[environment], `Base URL of the environment "${environment}"`);
  }
  const known = [...Object.keys(environments), CUSTOM].map((name) => `"${name}"`).join(', ');
  throw new InvalidParameterError(
    `The environment of the credential is none of ${known}`,
    'Choose the environment in the credential again.',
  );
}
