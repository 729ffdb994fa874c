import { createHmac, createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { InvalidParameterError } from '@signalbox/http-core/errors';

import { checkSecret } from '../check/check-secret';

/** JWS algorithms (RFC 7518 §3.1): HMAC with a shared secret, RSA, and the elliptic curve P-256. */
export type SigningAlgorithm = 'HS256' | 'RS256' | 'ES256';

/** Bits. RFC 7518 §3.3 demands no less. */
const MIN_RSA_BITS = 2048;

/**
 * A function that signs with a key of a credential.
 *
 * @param key shared secret (HS256, as UTF-8), or private key in PEM
 * @throws InvalidParameterError naming the field if the key is malformed or does not fit the algorithm. Never contains key material
 */
export function signingKey(
  algorithm: SigningAlgorithm,
  key: unknown,
  fieldLabel: string,
): (data: string) => Buffer {
  if (algorithm === 'HS256') {
    const secret = checkSecret(key, { fieldLabel, spaces: true, unicode: true });
    return (data) => createHmac('sha256', secret).update(data).digest();
  }
  const privateKey = parsePem(key, fieldLabel);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = privateKey;
  const fits =
    algorithm === 'RS256'
      ? type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS
      : type === 'ec' && details?.namedCurve === 'prime256v1';
  if (!fits) {
    throw new InvalidParameterError(
      `${fieldLabel} does not fit ${algorithm}: use ${algorithm === 'RS256' ? `an RSA key of at least ${MIN_RSA_BITS} bits` : 'a key on the curve P-256'}`,
      `Enter "${fieldLabel}" of the credential again.`,
    );
  }
  // JWS wants the two numbers of an ECDSA signature side by side, not in DER (RFC 7518 §3.4).
  return (data) => sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/** n8n's one-line password fields turn the line breaks of a pasted PEM into spaces; JSON key files have `\n` spelled out. */
function parsePem(key: unknown, fieldLabel: string): KeyObject {
  const text = typeof key === 'string' ? key.replaceAll('\\n', '\n') : '';
  const [, kind, content] = /-----BEGIN ([A-Z ]+)-----([^-]*)-----END \1-----/.exec(text) ?? [];
  const lines = content?.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  try {
    return createPrivateKey([`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n'));
  } catch {
    // Not the error of node:crypto, which has no words for a user.
    throw new InvalidParameterError(
      `${fieldLabel} is no private key in PEM without a passphrase: copy all of it, from "-----BEGIN" to the last "-----"`,
      `Enter "${fieldLabel}" of the credential again.`,
    );
  }
}
