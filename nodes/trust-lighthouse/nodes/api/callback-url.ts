import { InputProblem } from '@signalbox/http-core/errors';
import { callbackUrlIssue } from '@signalbox/http-core/webhook';

/**
 * Where Trust shall send its notice. It does not say which addresses it refuses, nor does it tell when a callback
 * fails (trust-lighthouse.md §3.4), so an address that it cannot reach, or that would send names of files in the open,
 * is refused here.
 *
 * @param allowLocal lets such an address pass, for an emulator
 * @param baseUrl of the service, where it is known: an emulator in the same network reaches any address
 * @returns the URL as it was given
 * @throws InputProblem that shows the host alone, since a path or query may hold a token
 */
export function checkCallbackUrl(
  value: string,
  { allowLocal, baseUrl }: { allowLocal: boolean; baseUrl?: string },
): string {
  const text = value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InputProblem(
      'The callback URL is not a web address',
      'Give an address that begins with https:// and that Trust can reach from the internet.',
    );
  }
  if (url.username || url.password) {
    throw new InputProblem(
      'The callback URL contains a user name or password',
      'Put a random token into the path or the query instead.',
    );
  }
  if (allowLocal) return text;
  const remedy =
    'Give an address that begins with https:// and that Trust can reach from the internet. To try it with an emulator, turn on Allow Local Callback URL.';
  const obstacle = callbackUrlIssue(url, baseUrl === undefined ? undefined : new URL(baseUrl));
  if (obstacle === 'unreachable') {
    throw new InputProblem(
      `Trust cannot reach the callback URL: ${url.hostname} is not on the internet`,
      remedy,
    );
  }
  if (obstacle === 'unencrypted') {
    throw new InputProblem(`The callback URL is not encrypted (http://${url.host})`, remedy);
  }
  return text;
}
