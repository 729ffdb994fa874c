import { createHash, randomBytes } from 'node:crypto';

import type { Verify } from '../receive/receiver';
import { safeEqual } from '../../platform/safe-equal';

/** 256 bits cannot be guessed, and take 43 characters in a URL. */
const TOKEN_BYTES = 32;

/** Longer tokens are not ours; they are refused before they are hashed. */
const MAX_TOKEN_CHARACTERS = 512;

const DEFAULT_TOKEN_PARAMETER = 'token';

/** A new random token: 43 characters of base64url, which need no escaping in a URL. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** SHA-256 of a token, in base64url. Enough to recognize the token, and all that is stored of it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** `url` with the token as query parameter. Replaces an existing token and keeps other parameters. */
export function withToken(url: string, token: string, parameter = DEFAULT_TOKEN_PARAMETER): string {
  const parsed = new URL(url);
  parsed.searchParams.set(parameter, token);
  return parsed.href;
}

/**
 * Splits a callback URL, as a service lists it, into the URL without the token and the token. A URL with two tokens
 * counts as one without.
 *
 * @returns `undefined` if it is not a URL
 */
export function splitToken(
  url: string,
  parameter = DEFAULT_TOKEN_PARAMETER,
): { url: string; token: string | undefined } | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  const tokens = parsed.searchParams.getAll(parameter);
  if (tokens.length > 0) parsed.searchParams.delete(parameter);
  return { url: parsed.href, token: tokens.length === 1 ? tokens[0] : undefined };
}

/** Compares a token with stored hashes in constant time. Anything but a non-empty string is refused. */
export function tokenMatches(token: unknown, hashes: readonly string[]): boolean {
  if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_CHARACTERS) return false;
  const hash = hashToken(token);
  // No early exit: the time must not tell which of the hashes matched.
  return hashes.reduce((matched, known) => safeEqual(hash, known) || matched, false);
}

/**
 * Verifies deliveries of services that sign nothing by the token in the callback URL. A repeated parameter arrives as
 * an array and is refused.
 *
 * @param parameter name of the query parameter
 */
export function verifyUrlToken(parameter = DEFAULT_TOKEN_PARAMETER): Verify {
  return ({ query }, { tokenHashes }) =>
    tokenMatches(query[parameter], tokenHashes)
      ? { ok: true }
      : { ok: false, reason: 'URL token is missing or unknown' };
}

/** Verifies deliveries of services that send a fixed key in a header of the user's choice. */
export function verifyHeaderToken(header: string): Verify {
  const name = header.toLowerCase();
  return ({ headers }, { tokenHashes }) =>
    tokenMatches(headers[name], tokenHashes)
      ? { ok: true }
      : { ok: false, reason: `token in header "${name}" is missing or unknown` };
}
