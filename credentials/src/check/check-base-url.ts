import { InvalidParameterError } from '@signalbox/http-core/errors';

/** Characters. Longer than any address a person types, and a cap on the work of parsing it. */
const MAX_LENGTH = 2048;

/** Characters of a wrong value that an error shows. */
const MAX_SHOWN = 100;

/** Names and IPv4 addresses, or an IPv6 address. The URL parser also lets through quotes and the like, which no host has. */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

/**
 * The base URL of a credential, normalised: lower-case ASCII host, no default port, no dot segments, no trailing slash.
 *
 * Every request with the secret goes below this address, so it is read strictly. Two parsers that disagree about an address are how
 * secrets reach the wrong host; what they are known to disagree about (backslashes, user info, white space) is refused here
 * instead of repaired. `http` is for emulators on the same machine only, since the secret would travel in the open.
 *
 * @param value what the user typed or an expression gave, of any type
 * @param fieldLabel name of the field as the user sees it
 * @throws InvalidParameterError naming the field, the value (without user info, query and fragment) and the hint
 */
export function checkBaseUrl(value: unknown, fieldLabel = 'Base URL'): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new InvalidParameterError(
      `${fieldLabel} is empty: enter the address of the service`,
      `Fill in "${fieldLabel}" of the credential.`,
    );
  }
  const text = value.trim();
  const refuse = (what: string, hint: string): never => {
    throw new InvalidParameterError(
      `${fieldLabel} "${shown(text)}" ${what}: ${hint}`,
      `Correct "${fieldLabel}".`,
    );
  };

  if (text.length > MAX_LENGTH) refuse('is too long', 'enter the address of the service alone');
  // The URL parser would drop tabs and line breaks, and take a backslash for a slash.
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(text)) {
    refuse('contains white space, a backslash or an invisible character', 'type the address anew');
  }
  if (!/^https?:\/\/[^/]/i.test(text)) refuse('is no web address', 'begin it with https://');
  if (authorityOf(text).includes('@')) {
    refuse('contains a user name or password', 'put them into their own fields, and only the address here');
  }
  // Tested in the text: the parsed URL does not tell an empty query from none.
  if (text.includes('?')) refuse('contains a query', 'leave out "?" and all that follows it');
  if (text.includes('#')) refuse('contains a fragment', 'leave out "#" and all that follows it');

  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refuse('is no valid address', 'check the host name and the port');
  }
  if (!HOST.test(url.hostname)) refuse('is no valid address', 'check the host name');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    refuse('would send the credential unencrypted', 'use https://, or http:// for localhost only');
  }
  return url.origin + withoutTrailingSlashes(url.pathname);
}

/**
 * `localhost`, 127.0.0.0/8 and `[::1]`. Not `*.localhost` and not what a name resolves to: only these are certain to stay on the machine.
 * The URL parser has turned every spelling of an IPv4 address (`127.1`, `0x7f000001`) into four decimal numbers.
 */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A loop, since `/\/+$/` takes quadratic time on slashes that are not at the end. */
export function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

function authorityOf(text: string): string {
  return /^[a-z]*:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
}

/** Omits the parts that may contain a secret: user info, query and fragment. */
function shown(text: string): string {
  const [address = ''] = text.split(/[?#]/, 1);
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(address)?.[0] ?? '';
  const rest = address.slice(scheme.length);
  const visible = (scheme + rest.slice(rest.lastIndexOf('@') + 1)).replace(/[\p{Cc}\p{Cf}"]/gu, '');
  return visible.length > MAX_SHOWN ? `${visible.slice(0, MAX_SHOWN)}…` : visible;
}
