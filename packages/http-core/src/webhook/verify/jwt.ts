import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { verifyHmacSha256 } from './hmac-sha256';

/** A parsed JSON Web Token in its compact form (RFC 7519). Trust nothing in it before its signature is verified. */
export interface Jwt {
  claims: Readonly<Record<string, unknown>>;
  /** The algorithm in the header, for a log; `undefined` if it does not look like a name. */
  alg: string | undefined;
  /**
   * The signed part. Identifies the token; the complete text does not, as an ES256 signature can be altered and stay
   * valid.
   */
  signed: string;
  /** Key id in the header. */
  kid: string | undefined;
  verifyHs256(secrets: readonly string[]): boolean;
  verifyEs256(key: KeyObject): boolean;
}

/** Longer tokens are refused before they are parsed. Known ones have some 500 characters. */
const MAX_CHARACTERS = 8 * 1024;

/** The signature may be empty: such a token is never valid, but the log can say why. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;

const ALGORITHM = /^[\w-]{1,20}$/;

/** Two numbers of 32 bytes (RFC 7518 §3.4). */
const ES256_BYTES = 64;

/**
 * Parses a token. The caller chooses the algorithm; a token that names another one is not valid (RFC 8725 §3.1).
 *
 * @returns `undefined` if it is not a token
 */
export function readJwt(token: unknown): Jwt | undefined {
  if (typeof token !== 'string' || token.length > MAX_CHARACTERS) return undefined;
  const [, head, payload, signature = ''] = COMPACT.exec(token) ?? [];
  if (!head || !payload) return undefined;
  const header = objectIn(head);
  const claims = objectIn(payload);
  // `crit` names extensions that must be understood, and we understand none (RFC 7515 §4.1.11).
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
 * Checks the validity period of a token: `iat` and `exp` are required, `nbf` is optional.
 *
 * @param toleranceS largest accepted difference between both clocks, in seconds
 * @returns the reason for the log, or `undefined` if the token is valid now
 */
export function jwtTimeIssue(
  { claims: { iat, exp, nbf = iat } }: Pick<Jwt, 'claims'>,
  nowMs: number,
  toleranceS: number,
): string | undefined {
  if (!isSecond(iat) || !isSecond(exp) || !isSecond(nbf)) return 'the signature has no validity period';
  const now = Math.floor(nowMs / 1000);
  const begins = Math.max(iat, nbf);
  if (begins > now + toleranceS) {
    return `the signature is from the future by ${begins - now} seconds. If this happens with each delivery, the clock of this machine is slow`;
  }
  if (exp < now - toleranceS) {
    return `the signature expired ${now - exp} seconds ago. If this happens with each delivery, the clock of this machine is fast`;
  }
  return undefined;
}

/** JSON.parse turns numbers that are too large into Infinity. */
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
