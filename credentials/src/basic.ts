import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { checkSecret } from './check/check-secret';
import { restrictToBaseUrl } from './restrict-to-base-url';
import type { BaseUrls } from './restrict-to-base-url';
import { withHeader } from './with-header';

export interface Basic {
  /** Checked base URL of the credential, or all of them. */
  baseUrl: BaseUrls;
  /** User name or key ID as the credential has it. */
  user: unknown;
  /** Password or secret as the credential has it; may be empty. */
  password: unknown;
  /** Names of the fields as the user sees them. */
  userLabel?: string;
  passwordLabel?: string;
}

/**
 * A copy of a request with a user name and password (RFC 7617, UTF-8). It goes below the base URL and follows no redirect.
 *
 * @throws InvalidParameterError for another address, for a colon in the user name, which would end it, and for invisible characters
 */
export function basic(
  requestOptions: IHttpRequestOptions,
  { baseUrl, user, password, userLabel = 'User', passwordLabel = 'Password' }: Basic,
): IHttpRequestOptions {
  const { options } = restrictToBaseUrl(requestOptions, baseUrl);
  const name = checkSecret(user, { fieldLabel: userLabel, spaces: true, unicode: true });
  if (name.includes(':')) {
    throw new InvalidParameterError(
      `${userLabel} contains a colon: enter the part before it, and the rest as ${passwordLabel}`,
      `Correct "${userLabel}" of the credential.`,
    );
  }
  const secret =
    password === '' ? '' : checkSecret(password, { fieldLabel: passwordLabel, spaces: true, unicode: true });
  return withHeader(options, 'Authorization', `Basic ${basicCredentials(name, secret)}`);
}

/** Credentials of RFC 7617, without the word `Basic`. */
export function basicCredentials(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}
