import { randomBytes } from 'node:crypto';
import { decode, verify, type JwtPayload } from 'jsonwebtoken';
import type { Context } from './context';
import type { AccountKey, ServiceAccount } from './model';

/** Longest life of an assertion, and life of an access token. disruptive-technologies.md §1b. */
const LIFETIME_SECONDS = 3_600;

/** The token endpoint refuses. RFC 6749 §5.2. */
export class TokenError extends Error {
  constructor(
    readonly code: 'invalid_request' | 'invalid_grant' | 'unsupported_grant_type',
    message: string,
  ) {
    super(message);
  }
}

/** Who calls: a service account, by one of its keys. */
export interface Caller {
  readonly account: ServiceAccount;
  readonly key: AccountKey;
}

/** Trades signed assertions for access tokens (RFC 7523). */
export class AccessTokens {
  readonly #tokens = new Map<string, { keyId: string; expiresMs: number }>();

  constructor(private readonly context: Context) {}

  /**
   * @param assertion JWT, signed with the secret of the key that its `kid` names
   * @param audiences URLs of the token endpoint
   * @throws TokenError
   */
  exchange(
    assertion: string,
    audiences: readonly [string, ...string[]],
  ): { access_token: string; token_type: string; expires_in: number } {
    const { clock, settings } = this.context;
    const kid = decode(assertion, { complete: true })?.header.kid;
    const caller = kid === undefined ? undefined : this.callerOfKey(kid);
    if (!caller) throw new TokenError('invalid_grant', 'The key of the assertion is not known.');
    let claims: JwtPayload | string;
    try {
      claims = verify(assertion, caller.key.secret, {
        algorithms: ['HS256'],
        audience: [...audiences] as [string, ...string[]],
        issuer: caller.account.email,
        clockTimestamp: Math.floor(clock.now() / 1000),
        clockTolerance: settings.tokenLeewaySeconds,
      });
    } catch (error) {
      throw new TokenError('invalid_grant', `The assertion is not valid: ${(error as Error).message}.`);
    }
    if (typeof claims === 'string' || claims.exp === undefined || claims.iat === undefined) {
      throw new TokenError('invalid_grant', 'The assertion needs iat and exp.');
    }
    if (claims.exp - claims.iat > LIFETIME_SECONDS + settings.tokenLeewaySeconds) {
      throw new TokenError('invalid_grant', 'The assertion lives longer than an hour.');
    }
    if (claims.iat > clock.now() / 1000 + settings.tokenLeewaySeconds) {
      throw new TokenError('invalid_grant', 'The assertion is from the future.');
    }
    const token = randomBytes(32).toString('hex');
    this.#tokens.set(token, {
      keyId: caller.key.id,
      expiresMs: clock.now() + LIFETIME_SECONDS * 1000,
    });
    return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS };
  }

  /** Who has a token; `undefined` if it is not valid, or not any more. */
  callerOf(token: string): Caller | undefined {
    const known = this.#tokens.get(token);
    if (!known || this.context.clock.now() >= known.expiresMs) return undefined;
    return this.callerOfKey(known.keyId);
  }

  callerOfKey(keyId: string): Caller | undefined {
    for (const account of this.context.state.serviceAccounts.values()) {
      const key = account.keys.get(keyId);
      if (key) return { account, key };
    }
    return undefined;
  }

  /** Makes every token void. */
  revoke(): void {
    this.#tokens.clear();
  }
}
