import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { sign } from 'jsonwebtoken';
import { checksumOf } from './symmetric-signature';

const LIFETIME_SECONDS = 3_600;

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JsonWebKey;
}

/** The key pairs behind `DT-Asymmetric-Signature`. disruptive-technologies.md §3c. */
export class SigningKeys {
  #current: SigningKey;

  /** @param nextId makes key ids */
  constructor(private readonly nextId: () => string) {
    this.#current = newKey(nextId());
  }

  /** Starts to sign with a new key, and publishes only that one. */
  rotate(): void {
    this.#current = newKey(this.nextId());
  }

  /** The key set at `jwks_uri`. */
  jwks(): { keys: Record<string, unknown>[] } {
    const { kid, publicJwk } = this.#current;
    return { keys: [{ ...publicJwk, kid, alg: 'ES256', use: 'sig' }] };
  }

  /**
   * The value of `DT-Asymmetric-Signature`.
   * @param iat unix seconds
   */
  signature(body: string, claims: { iss: string; sub: string; iat: number }): string {
    const { kid, privateKey } = this.#current;
    return sign(
      {
        iss: claims.iss,
        sub: claims.sub,
        checksum_sha256: checksumOf('sha256', body),
        exp: claims.iat + LIFETIME_SECONDS,
        iat: claims.iat,
      },
      privateKey,
      { algorithm: 'ES256', keyid: kid },
    );
  }
}

function newKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    kid,
    privateKey,
    publicJwk: publicKey.export({ format: 'jwk' }),
  };
}
