import { InputProblem } from '@signalbox/http-core/errors';

/** Names of the machine itself, of its network, and addresses that are not routed on the internet (RFC 1918, 3927, 4193, 6598). */
const PRIVATE = [
  /^localhost$/,
  /\.(localhost|local|internal|lan|home|test|invalid|example)$/,
  /^(0|10|127)\.\d+\.\d+\.\d+$/,
  /^192\.168\.\d+\.\d+$/,
  /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/,
  /^169\.254\.\d+\.\d+$/,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+$/,
  /^\[(::1?|f[cd].*|fe[89ab].*|::ffff:.*)\]$/,
  /^[^.[]+$/,
];

/**
 * Where Trust shall send its notice. It does not say which addresses it refuses, nor does it tell when a callback
 * fails (spec/trust.md §3.4), so an address that it cannot reach, or that would send names of files in the open, is refused here.
 *
 * @param allowLocal lets such an address pass, for an emulator on the same machine
 * @returns the URL as it was given
 * @throws InputProblem that shows the host alone, since a path or query may hold a token
 */
export function checkCallbackUrl(value: string, { allowLocal }: { allowLocal: boolean }): string {
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
  if (url.protocol !== 'https:') {
    throw new InputProblem(`The callback URL is not encrypted (http://${url.host})`, remedy);
  }
  if (PRIVATE.some((pattern) => pattern.test(url.hostname))) {
    throw new InputProblem(
      `Trust cannot reach the callback URL: ${url.hostname} is not on the internet`,
      remedy,
    );
  }
  return text;
}
