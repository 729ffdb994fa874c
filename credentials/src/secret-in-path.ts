import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { checkSecret } from './check/check-secret';
import { restrictToBaseUrl, targetOf } from './restrict-to-base-url';

/**
 * Stands for the secret in a request's path, as a whole segment. Of characters that no encoding changes, so the node can build
 * the path without the secret, and no error of the node can show it.
 */
export const SECRET_SEGMENT = '~secret~';

/** Has no percent-encoded form. */
const LONE_SURROGATE = /\p{Cs}/u;

interface SecretInPath {
  /** Checked base URL of the credential. */
  baseUrl: string;
  /** The secret as the credential has it. */
  secret: unknown;
  /** The segment to replace. */
  placeholder?: string;
  /** Name of the secret's field as the user sees it. */
  fieldLabel?: string;
}

/**
 * A copy of a request with the secret in its path, in place of the one segment that is the placeholder. It goes
 * below the base URL and follows no redirect.
 *
 * After a 401 n8n authenticates the result of the first time once more, so a path with the secret in it stays as it is.
 *
 * @throws InvalidParameterError for another address, for a request without the placeholder or with several, and for a secret that is
 *   empty, `.` or `..` (which would change the path) or has invisible characters
 */
export function secretInPath(
  requestOptions: IHttpRequestOptions,
  { baseUrl, secret, placeholder = SECRET_SEGMENT, fieldLabel = 'Secret' }: SecretInPath,
): IHttpRequestOptions {
  const { options, url } = restrictToBaseUrl(requestOptions, baseUrl);
  const checked = checkSecret(secret, { fieldLabel, spaces: true, unicode: true });
  if (checked === '.' || checked === '..') {
    throw new InvalidParameterError(
      `${fieldLabel} consists of dots alone: copy it again`,
      `Enter "${fieldLabel}" of the credential again.`,
    );
  }
  const encoded = encodeURIComponent(checked);
  const segments = url.pathname.split('/');
  const places = segments.filter((segment) => segment === placeholder).length;
  if (places === 0 && segments.includes(encoded)) return options;
  if (places !== 1) {
    throw new InvalidParameterError(
      `The request to ${url.origin} was stopped: its path ${places === 0 ? 'has no place' : 'has several places'} for the secret`,
      'This is a defect of the node, or the credential is used for another address of the service than it is meant for.',
    );
  }
  url.pathname = segments.map((segment) => (segment === placeholder ? encoded : segment)).join('/');
  return { ...options, url: url.href };
}

/**
 * Returns true if secretInPath applies to a request, for credentials that send their secret in several ways: its path contains the
 * placeholder, or the secret already (n8n authenticates a request again after a 401).
 */
export function asksForSecretInPath(
  requestOptions: IHttpRequestOptions,
  { secret, placeholder = SECRET_SEGMENT }: Pick<SecretInPath, 'secret' | 'placeholder'>,
): boolean {
  const segments = targetOf(requestOptions)?.pathname.split('/') ?? [];
  const filled = typeof secret === 'string' && !LONE_SURROGATE.test(secret) ? encodeURIComponent(secret) : '';
  return segments.includes(placeholder) || (filled !== '' && segments.includes(filled));
}
