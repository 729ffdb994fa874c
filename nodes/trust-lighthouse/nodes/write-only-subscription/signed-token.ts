import { createHash, createHmac, randomBytes } from 'node:crypto';

import { safeEqual } from '@signalbox/http-core/webhook';

/*
 * A token that the node recognizes without having stored it. If n8n dies between a registration and the saving of its
 * id, we have no record of the registration, but it keeps calling.
 *
 * Bytes: 9 random, 6 of the time in milliseconds, 9 of the hash of the settings, 24 of an HMAC over all of these and
 * over whose token it is. Together 64 characters of base64url, which need no escaping in a URL.
 */
const NONCE_BYTES = 9;
const TIME_BYTES = 6;
const SETTINGS_BYTES = 9;
const HEAD_BYTES = NONCE_BYTES + TIME_BYTES + SETTINGS_BYTES;
/** 192 bits cannot be guessed. */
const MAC_BYTES = 24;
/** Strict base64url: the decoder would also accept the characters of plain Base64. */
const TOKEN = new RegExp(`^[\\w-]{${((HEAD_BYTES + MAC_BYTES) * 4) / 3}}$`);

/** Separates these tokens from anything else that may be signed with the same key. */
const PURPOSE = 'signalbox callback token';

export interface TokenSigner {
  /** A secret of the credential. */
  key: string;
  /** Owner of the token: one node in one mode. */
  owner: string;
}

/** Content of a token. */
interface TokenContent {
  /** Unix milliseconds. */
  issuedAt: number;
  /** True if the token was made for these settings. */
  isFor(settings: string): boolean;
}

/** Creates a token for a subscription with these settings. */
export function signedToken(signer: TokenSigner, settings: string, issuedAt: number): string {
  const head = Buffer.concat([randomBytes(NONCE_BYTES), Buffer.alloc(TIME_BYTES), digestOf(settings)]);
  head.writeUIntBE(issuedAt, NONCE_BYTES, TIME_BYTES);
  return Buffer.concat([head, macOf(head, signer)]).toString('base64url');
}

/** Reads a token of this signer; `undefined` for anything else. */
export function readSignedToken(token: unknown, signer: TokenSigner): TokenContent | undefined {
  if (typeof token !== 'string' || !TOKEN.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!safeEqual(bytes.subarray(HEAD_BYTES), macOf(head, signer))) return undefined;
  return {
    issuedAt: head.readUIntBE(NONCE_BYTES, TIME_BYTES),
    isFor: (settings) => digestOf(settings).equals(head.subarray(NONCE_BYTES + TIME_BYTES)),
  };
}

function digestOf(settings: string): Buffer {
  return createHash('sha256').update(settings).digest().subarray(0, SETTINGS_BYTES);
}

function macOf(head: Buffer, { key, owner }: TokenSigner): Buffer {
  const mac = createHmac('sha256', key)
    .update(JSON.stringify([PURPOSE, owner]))
    .update(head);
  return mac.digest().subarray(0, MAC_BYTES);
}
