import { createHmac, timingSafeEqual } from 'node:crypto';

/** One signed delivery, as a service that signs with HMAC-SHA-256 sends it. */
export interface HmacSha256Signature {
  /** The bytes that were signed: the raw body, or what the service's documentation puts around it. Never re-serialised JSON. */
  signed: string | Uint8Array;
  /** The signature as received. An empty or missing one never matches. */
  signature: string | undefined;
  /** Secrets that may have signed, newest first; two while a rotation is under way. Empty ones are skipped. */
  secrets: readonly string[];
  /** How the signature is written. Base64 is compared in its padded form, base64url without padding. */
  encoding: 'hex' | 'base64' | 'base64url';
}

/**
 * Whether `signature` is the HMAC-SHA-256 of `signed` under one of `secrets`. Constant time for each secret.
 *
 * Fails closed: no secret, an empty secret or no signature is `false`. HMAC accepts an empty key, which
 * anybody can sign with, so it is refused here rather than left to each caller.
 */
export function verifyHmacSha256({ signed, signature, secrets, encoding }: HmacSha256Signature): boolean {
  if (!signature) return false;
  // Hex digits are case-insensitive, Base64 is not.
  const received = encoding === 'hex' ? signature.toLowerCase() : signature;
  return secrets.some(
    (secret) =>
      secret !== '' && isSameDigest(createHmac('sha256', secret).update(signed).digest(encoding), received),
  );
}

/** In constant time, but for the length: unlike that of a secret, everybody knows that of a digest. */
function isSameDigest(expected: string, received: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(received)];
  return left.length === right.length && timingSafeEqual(left, right);
}
