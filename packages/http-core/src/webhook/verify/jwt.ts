import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { verifyHmacSha256 } from './hmac-sha256';

/** A JSON Web Token in its compact form (RFC 7519), taken apart. Nothing in it is to be believed before its signature matches. */
export interface Jwt {
  claims: Readonly<Record<string, unknown>>;
  /** The algorithm that the token says it was signed by, to be named in a log; `undefined` if that is no name of one. */
  alg: string | undefined;
  /** What was signed. Identifies the token, which the whole of it does not: an ES256 signature can be changed and still match. */
  signed: string;
  /** Id of the key, as the token says. */
  kid: string | undefined;
  /** Whether it was signed by HS256 with one of these secrets. */
  verifyHs256(secrets: readonly string[]): boolean;
  /** Whether it was signed by ES256 with the other half of this key. */
  verifyEs256(key: KeyObject): boolean;
}

/** Longer ones are refused before they are taken apart. Those known have some 500 characters. */
const MAX_CHARACTERS = 8 * 1024;

/** The signature may be empty: such a token matches nothing, but a log can say why. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;

const ALGORITHM = /^[\w-]{1,20}$/;

/** Bytes of an ES256 signature: two numbers of 32 (RFC 7518 §3.4). */
const ES256_BYTES = 64;

/**
 * Takes a token apart; `undefined` for anything that is none. The algorithm is the caller's choice alone: what
 * the token says of it has to be the same (RFC 8725 §3.1).
 */
export function readJwt(token: unknown): Jwt | undefined {
  if (typeof token !== 'string' || token.length > MAX_CHARACTERS) return undefined;
  const [, head, payload, signature = ''] = COMPACT.exec(token) ?? [];
  if (!head || !payload) return undefined;
  const header = objectIn(head);
  const claims = objectIn(payload);
  // `crit` names extensions that must be understood, and none is (RFC 7515 §4.1.11).
  if (!header || !claims || 'crit' in header) return undefined;
  const signed = `${head}.${payload}`;
  return {
    claims,
    signed,
    alg: typeof header.alg === 'string' && ALGORITHM.test(header.alg) ? header.alg : undefined,
    kid: typeof header.kid === 'string' ? header.kid : undefined,
    verifyHs256: (secrets) =>
      header.alg === 'HS256' && verifyHmacSha256({ signed, signature, secrets, encoding: 'base64url' }),
    verifyEs256(key) {
      const bytes = Buffer.from(signature, 'base64url');
      return (
        header.alg === 'ES256' &&
        bytes.length === ES256_BYTES &&
        verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, bytes)
      );
    },
  };
}

/**
 * What is wrong with the time of a token, for the log; `undefined` if it is good now. `iat` and `exp` must be there, `nbf` counts
 * if it is.
 *
 * @param toleranceS how far the clocks of both sides may be apart, in seconds
 */
export function jwtTimeIssue(
  { claims: { iat, exp, nbf = iat } }: Pick<Jwt, 'claims'>,
  nowMs: number,
  toleranceS: number,
): string | undefined {
  if (!isSecond(iat) || !isSecond(exp) || !isSecond(nbf))
    return 'the signature does not say from when to when it is good';
  const now = Math.floor(nowMs / 1000);
  const begins = Math.max(iat, nbf);
  if (begins > now + toleranceS) {
    return `the signature is from the future by ${begins - now} seconds. If that is so with each delivery, the clock of this machine is slow`;
  }
  if (exp < now - toleranceS) {
    return `the signature expired ${now - exp} seconds ago. If that is so with each delivery, the clock of this machine is fast`;
  }
  return undefined;
}

/** JSON has numbers that are too large for a number: those are infinite. */
function isSecond(value: unknown): value is number {
  return Number.isFinite(value);
}

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
