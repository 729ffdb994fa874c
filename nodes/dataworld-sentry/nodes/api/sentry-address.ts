import { checkBaseUrl } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';

/** API URL as shown on a Sentry page: base URL and path (dataworld-sentry.md §2). */
const SENTRY_PATH = /^(.*)\/sentries\/([^/]+)$/s;

/** UIDs are opaque: neither alphabet nor length is documented. Only characters that would break a URL are refused. */
const NO_UID = /[\s/\\?#%\p{C}]/u;

/** Maximum length of a UID, in characters. Similar services use 8 to 36. */
const MAX_UID = 200;

/** A URL with a scheme, or one that starts with two slashes. */
const ABSOLUTE = /^([a-z][a-z\d+.-]*:|\/\/)/i;

/** Address of a Sentry. */
export interface SentryAddress {
  uid: string;
  /** Set if a URL was given: everything before `/sentries/`, normalized. Must match the credential. */
  baseUrl?: string;
}

/**
 * Splits the API URL of a Sentry, as its page in data.world shows it.
 *
 * @returns `undefined` if the URL does not belong to a Sentry
 * @throws InvalidParameterError for a URL that must not receive a token, see `checkBaseUrl`
 */
export function parseSentryUrl(
  value: unknown,
  fieldLabel: string,
): { uid: string; baseUrl: string } | undefined {
  const [, baseUrl, segment] = SENTRY_PATH.exec(checkBaseUrl(value, fieldLabel)) ?? [];
  if (baseUrl === undefined || segment === undefined) return undefined;
  return { baseUrl, uid: checkUid(decoded(segment), fieldLabel) };
}

/**
 * Parses the UID or API URL of a Sentry.
 *
 * @throws InvalidParameterError for anything else, such as the URL of a web page
 */
export function sentryAddress(value: string, fieldLabel = 'Sentry'): SentryAddress {
  const given = value.trim();
  if (!ABSOLUTE.test(given)) return { uid: checkUid(given, fieldLabel) };
  const address = parseSentryUrl(given, fieldLabel);
  if (address) return address;
  throw new InvalidParameterError(
    `"${fieldLabel}" is not the API URL of a Sentry: it does not end in /sentries/ and a UID`,
    'Copy the API URL from the page of the Sentry in the Hoot admin space, not the address of that page itself.',
  );
}

/**
 * Like `sentryAddress`, but checks the base URL and returns the UID.
 *
 * @param baseUrl base URL of the credential, the only address that gets its token
 * @throws InvalidParameterError for a URL with another host or path, and as `sentryAddress` does
 */
export function uidOf(value: string, baseUrl: string, fieldLabel: string): string {
  const address = sentryAddress(value, fieldLabel);
  if (address.baseUrl === undefined || address.baseUrl === baseUrl) return address.uid;
  throw new InvalidParameterError(
    `"${fieldLabel}" has a Sentry under ${address.baseUrl}, but the credential is for ${baseUrl}, and its token is not sent anywhere else`,
    'Use a credential for that address, or enter the API URL of a Sentry that belongs to this one.',
  );
}

/** Splits a list of UIDs and API URLs at spaces, commas, semicolons and line breaks, which neither can contain. */
export function textsIn(list: string): string[] {
  return list.split(/[\s,;]+/).filter((text) => text !== '');
}

/** @throws InvalidParameterError for a text that cannot be a UID */
export function checkUid(value: string, fieldLabel: string): string {
  const uid = value.trim();
  const isDots = uid === '.' || uid === '..';
  if (uid !== '' && !isDots && uid.length <= MAX_UID && !NO_UID.test(uid)) return uid;
  throw new InvalidParameterError(
    `"${fieldLabel}" is neither the UID nor the API URL of a Sentry`,
    'Copy the API URL from the page of the Sentry. The UID is its last part.',
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
