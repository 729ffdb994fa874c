import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';

/**
 * Checks both signatures of a push as a receiver would, from the specification alone and without any code of the
 * emulator. disruptive-technologies.md §3b and §3c.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- claims are taken apart field by field
type Claims = Record<string, any>;

export const hex = (algorithm: string, bytes: Buffer | string) =>
  createHash(algorithm).update(bytes).digest('hex');

/** Header, claims, and what is signed by what. */
export function parts(token: string) {
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) {
    throw new Error('That is no JWT.');
  }
  const read = (text: string): Claims => JSON.parse(Buffer.from(text, 'base64url').toString());
  return {
    header: read(header),
    claims: read(claims),
    claimsText: Buffer.from(claims, 'base64url').toString(),
    signed: `${header}.${claims}`,
    signature,
  };
}

/** Claims of `X-Dt-Signature`. @throws Error if it is not what `secret` makes of `raw` at `nowSeconds` */
export function checkedSymmetric(token: string, secret: string, raw: Buffer, nowSeconds: number): Claims {
  const { header, claims, signed, signature } = parts(token);
  if (header.alg !== 'HS256') throw new Error('algorithm');
  if (createHmac('sha256', secret).update(signed).digest('base64url') !== signature)
    throw new Error('signature');
  if (claims.exp <= nowSeconds || claims.iat > nowSeconds) throw new Error('time');
  if (claims.checksum_sha256 !== hex('sha256', raw)) throw new Error('checksum');
  if (claims.checksum !== hex('sha1', raw)) throw new Error('checksum');
  return claims;
}

/** Claims of `DT-Asymmetric-Signature`. @throws Error if no key of `jwks` made it of `raw`, or not now */
export function checkedAsymmetric(
  token: string,
  jwks: { keys: Record<string, string>[] },
  raw: Buffer,
  nowSeconds: number,
): Claims {
  const { header, claims, signed, signature } = parts(token);
  if (header.alg !== 'ES256') throw new Error('algorithm');
  const jwk = jwks.keys.find(({ kid }) => kid === header.kid);
  if (!jwk) throw new Error('key');
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  // A JWS has the two numbers of an ECDSA signature side by side, not in DER.
  const good = verify(
    'sha256',
    Buffer.from(signed),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!good) throw new Error('signature');
  if (claims.exp <= nowSeconds || claims.iat > nowSeconds) throw new Error('time');
  if (claims.checksum_sha256 !== hex('sha256', raw)) throw new Error('checksum');
  return claims;
}
