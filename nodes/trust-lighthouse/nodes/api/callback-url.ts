import { InvalidParameterError } from '@signalbox/http-core/errors';
import { callbackUrlIssue } from '@signalbox/http-core/webhook';

/**
 * Validates a callback URL. Trust does not document which URLs it refuses and does not report failed callbacks
 * (trust-lighthouse.md §3.4). So an address that it cannot reach, or that would expose file names in transit, is
 * refused here.
 *
 * @param allowLocal accepts such an address, for use with an emulator
 * @param baseUrl of the service, if known: an emulator on the same network reaches any address
 * @returns the URL unchanged
 * @throws InvalidParameterError that shows only the host: the path or query may contain a token
 */
export function checkCallbackUrl(
  value: string,
  { allowLocal, baseUrl }: { allowLocal: boolean; baseUrl?: string },
): string {
  const text = value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidParameterError(
      'The callback URL is not a valid web address',
      'Use an address that starts with https:// and that Trust can reach from the internet.',
    );
  }
  if (url.username || url.password) {
    throw new InvalidParameterError(
      'The callback URL contains a user name or password',
      'Put a random token into the path or the query instead.',
    );
  }
  if (allowLocal) return text;
  const hint =
    'Use an address that starts with https:// and that Trust can reach from the internet. To test with an emulator, turn on Allow Local Callback URL.';
  const obstacle = callbackUrlIssue(url, baseUrl === undefined ? undefined : new URL(baseUrl));
  if (obstacle === 'unreachable') {
    throw new InvalidParameterError(
      `Trust cannot reach the callback URL: ${url.hostname} is not on the internet`,
      hint,
    );
  }
  if (obstacle === 'unencrypted') {
    throw new InvalidParameterError(`The callback URL is not encrypted (http://${url.host})`, hint);
  }
  return text;
}
