import { createHash } from 'node:crypto';
import { sign } from 'jsonwebtoken';

/** Lifetime of a signature. disruptive-technologies.md §3b. */
const LIFETIME_SECONDS = 3_600;

/**
 * The value of `X-Dt-Signature`: a JWT with checksums of the body, signed by HS256. disruptive-technologies.md §3b.
 * @param moment unix seconds and the id of the token
 * @param checksums `sha1` as it was until February 2022
 */
export function symmetricSignature(
  body: string,
  secret: string,
  moment: { iat: number; jti: string },
  checksums: 'both' | 'sha1' = 'both',
): string {
  const claims = {
    checksum: checksumOf('sha1', body),
    ...(checksums === 'both' ? { checksum_sha256: checksumOf('sha256', body) } : {}),
    exp: moment.iat + LIFETIME_SECONDS,
    iat: moment.iat,
    jti: moment.jti,
  };
  return sign(claims, secret, { algorithm: 'HS256' });
}

/** Hexadecimal digest of a text in UTF-8. */
export function checksumOf(algorithm: 'sha1' | 'sha256', body: string): string {
  return createHash(algorithm).update(body).digest('hex');
}
