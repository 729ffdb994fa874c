import { randomBytes } from 'node:crypto';

/** Base 32 with the alphabet of hexadecimal extended, in lower case. */
const DIGITS = '0123456789abcdefghijklmnopqrstuv';

/**
 * Makes xids, the ids of the service: 20 characters for 12 bytes (4 for the second, 5 for the machine and the process,
 * 3 for a counter). disruptive-technologies.md §1.
 */
export class XidSource {
  readonly #machine = randomBytes(5);
  #counter = randomBytes(3).readUIntBE(0, 3);

  /** @param nowMs milliseconds since 1970 */
  next(nowMs: number): string {
    this.#counter = (this.#counter + 1) % 2 ** 24;
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(Math.floor(nowMs / 1000) % 2 ** 32, 0);
    this.#machine.copy(bytes, 4);
    bytes.writeUIntBE(this.#counter, 9, 3);
    // 96 bits are 19 digits of 5 bits, and one bit that begins the last digit.
    let bits = BigInt(`0x${bytes.toString('hex')}`) << 4n;
    let text = '';
    for (let digit = 0; digit < 20; digit++) {
      text = DIGITS[Number(bits & 31n)]! + text;
      bits >>= 5n;
    }
    return text;
  }
}
