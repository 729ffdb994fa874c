import { randomBytes } from 'node:crypto';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Bytes from here on would make some digits more frequent than others. */
const FAIR_BYTES = 256 - (256 % DIGITS.length);

/** A new uid of letters and digits. The format of real ones is unknown, so clients must not rely on it. */
export function newUid(length = 16): string {
  let uid = '';
  while (uid.length < length) {
    const [byte] = randomBytes(1);
    if (byte! < FAIR_BYTES) uid += DIGITS[byte! % DIGITS.length]!;
  }
  return uid;
}
