import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signature to verify. */
interface HmacSha256Signature {
  /** The signed bytes: the raw body and whatever the service documents around it. Never re-serialized JSON. */
  signed: string | Uint8Array;
  /** The signature as received. An empty or missing one is refused. */
  signature: string | undefined;
  /** Secrets that may have signed, newest first; two during a rotation. Empty ones are skipped. */
  secrets: readonly string[];
  /** Base64 is compared with padding, base64url without. */
  encoding: 'hex' | 'base64' | 'base64url';
}

/**
 * Returns `true` if `signature` is the HMAC-SHA-256 of `signed` with one of `secrets`. Constant time for each secret.
 *
 * Fails closed: no secret, an empty secret or no signature is `false`. HMAC accepts an empty key, with which anybody
 * can sign, so it is refused here instead of in each caller.
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

/** Constant time except for the length, which is public for a digest, unlike that of a secret. */
function isSameDigest(expected: string, received: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(received)];
  return left.length === right.length && timingSafeEqual(left, right);
}
