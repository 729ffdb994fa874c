import { randomBytes } from 'node:crypto';
import { decode, verify, type JwtPayload } from 'jsonwebtoken';
import { TokenError } from '../kit/oauth/token-error';
import { TokenStore } from '../kit/oauth/token-store';
import type { Context } from './context';
import type { AccountKey, ServiceAccount } from './model';

/** Longest life of an assertion, and life of an access token. disruptive-technologies.md §1b. */
const LIFETIME_SECONDS = 3_600;

/** A service account and the key it uses. */
export interface Caller {
  readonly account: ServiceAccount;
  readonly key: AccountKey;
}

/** Trades signed assertions for access tokens (RFC 7523). */
export class AccessTokens {
  readonly #keyIds: TokenStore<string>;

  constructor(private readonly context: Context) {
    this.#keyIds = new TokenStore(context.clock);
  }

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
    this.#keyIds.add(token, caller.key.id, clock.now() + LIFETIME_SECONDS * 1000);
    return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS };
  }

  callerOf(token: string): Caller | undefined {
    const keyId = this.#keyIds.holderOf(token);
    return keyId === undefined ? undefined : this.callerOfKey(keyId);
  }

  callerOfKey(keyId: string): Caller | undefined {
    for (const account of this.context.state.serviceAccounts.values()) {
      const key = account.keys.get(keyId);
      if (key) return { account, key };
    }
    return undefined;
  }

  revoke(): void {
    this.#keyIds.revokeAll();
  }
}
