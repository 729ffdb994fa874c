import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares two strings or byte sequences in constant time, whatever their lengths.
 *
 * Both sides are hashed first: `timingSafeEqual` throws on different lengths, and an early return for
 * them would tell an attacker the length of the secret.
 */
export function safeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
