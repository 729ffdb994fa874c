import { checkBaseUrl } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';

/** What a Sentry page shows as API URL, behind the base URL (dataworld-sentry.md §2). */
const SENTRY_PATH = /^(.*)\/sentries\/([^/]+)$/s;

/** A uid is opaque, since neither its alphabet nor its length is documented: only what cannot be one is refused. */
const NO_UID = /[\s/\\?#%\p{C}]/u;

/** Longest uid taken, in characters: those of similar services have 8 to 36. */
const MAX_UID = 200;

/** Anything with a scheme, or a host after two slashes. */
const ABSOLUTE = /^([a-z][a-z\d+.-]*:|\/\/)/i;

/** Which Sentry is meant. */
export interface SentryAddress {
  uid: string;
  /** Where it was given as a URL: all before `/sentries/`, normalised. The credential must be for this address. */
  baseUrl?: string;
}

/**
 * Takes the API URL of a Sentry apart, as its page in data.world shows it.
 *
 * @returns `undefined` for an address that is not that of a Sentry
 * @throws InvalidParameterError for what is no address that a token may be sent to, see `checkBaseUrl`
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
 * Which Sentry is meant by its uid or its API URL.
 *
 * @throws InvalidParameterError for what is neither, such as the address of a web page
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
 * The uid of a Sentry, given as such or as its API URL, where the credential is at hand.
 *
 * @param baseUrl of the credential, to which alone its token goes
 * @throws InvalidParameterError for the URL of another host or path, and as `sentryAddress` does
 */
export function uidOf(value: string, baseUrl: string, fieldLabel: string): string {
  const address = sentryAddress(value, fieldLabel);
  if (address.baseUrl === undefined || address.baseUrl === baseUrl) return address.uid;
  throw new InvalidParameterError(
    `"${fieldLabel}" has a Sentry under ${address.baseUrl}, but the credential is for ${baseUrl}: its token is sent nowhere else`,
    'Use a credential for that address, or give the API URL of a Sentry that belongs to this one.',
  );
}

/** UIDs and API URLs that stand in one text, between blanks, commas, semicolons or line breaks; neither can hold any of these. */
export function textsIn(list: string): string[] {
  return list.split(/[\s,;]+/).filter((text) => text !== '');
}

/** @throws InvalidParameterError for what cannot be the uid of a Sentry */
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
