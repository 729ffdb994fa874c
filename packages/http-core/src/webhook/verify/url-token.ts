import { createHash, randomBytes } from 'node:crypto';

import { safeEqual } from './safe-equal';
import type { Verify } from '../receive/receive';

/** 256 bits: beyond guessing, and 43 characters in a URL. */
const TOKEN_BYTES = 32;

/** A token longer than this is not ours; it is refused before it is hashed. */
const MAX_TOKEN_CHARACTERS = 512;

/** Name of the query parameter that carries the token, unless the subscription names another. */
export const DEFAULT_TOKEN_PARAMETER = 'token';

/** A new random token, 43 characters of base64url, which need no escaping in a URL. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** SHA-256 of a token, in base64url: all that is kept of it, and all that is needed to recognise it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** `url` with the token as query parameter; a token already there is replaced, other parameters stay. */
export function withToken(url: string, token: string, parameter = DEFAULT_TOKEN_PARAMETER): string {
  const parsed = new URL(url);
  parsed.searchParams.set(parameter, token);
  return parsed.href;
}

/**
 * Splits a callback URL, as a service lists it, into the part that says whose it is and the token.
 * `undefined` when it is no URL. A URL that carries the token twice counts as carrying none.
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

/** Whether `token` is one of those whose hashes are kept. Constant time; anything but a non-empty string is refused. */
export function tokenMatches(token: unknown, hashes: readonly string[]): boolean {
  if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_CHARACTERS) return false;
  const hash = hashToken(token);
  // No early exit: which of the hashes matched is nobody's business either.
  return hashes.reduce((matched, known) => safeEqual(hash, known) || matched, false);
}

/**
 * Verification for services that sign nothing: the delivery must carry the token of its own subscription
 * in the query. A parameter given twice arrives as an array and is refused.
 */
export function verifyUrlToken(parameter = DEFAULT_TOKEN_PARAMETER): Verify {
  return ({ query }, { tokenHashes }) =>
    tokenMatches(query[parameter], tokenHashes)
      ? { ok: true }
      : { ok: false, reason: 'URL token is missing or unknown' };
}

/** As `urlToken`, for services that send a fixed key in a header of the user's choice. */
export function verifyHeaderToken(header: string): Verify {
  const name = header.toLowerCase();
  return ({ headers }, { tokenHashes }) =>
    tokenMatches(headers[name], tokenHashes)
      ? { ok: true }
      : { ok: false, reason: `token in header "${name}" is missing or unknown` };
}
