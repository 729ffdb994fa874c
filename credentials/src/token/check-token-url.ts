import { checkBaseUrl } from '../check/check-base-url';

/**
 * The URL of a token service, by the rules for a base URL, but with its trailing slash if it has one: some services know
 * only the form with it, and a JWT names the exact URL.
 *
 * @throws InvalidParameterError
 */
export function checkTokenUrl(value: unknown, fieldLabel = 'Token URL'): string {
  const url = checkBaseUrl(value, fieldLabel);
  return String(value).trim().endsWith('/') ? `${url}/` : url;
}
