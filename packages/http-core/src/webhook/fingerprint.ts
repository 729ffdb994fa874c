import { createHash } from 'node:crypto';

/**
 * 48 bits of a SHA-256, in 8 characters. Only verified deliveries get this far, so nobody searches for collisions;
 * by chance, one delivery in 10^11 would be taken for one of the last 2,000.
 */
export const FINGERPRINT_CHARACTERS = 8;

/** What is kept of an id: short, of fixed width, and no secret even if the id is one. */
export function fingerprint(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, FINGERPRINT_CHARACTERS);
}
