import { randomBytes } from 'node:crypto';
import { TokenError } from '../kit/oauth/token-error';
import { TokenStore } from '../kit/oauth/token-store';
import type { Context } from './context';
import type { Client } from './model';

/** Parameters of a token request, unchecked. */
export interface TokenRequest {
  readonly grantType: unknown;
  readonly clientId: unknown;
  readonly clientSecret: unknown;
  readonly scope?: unknown;
}

/** trust-lighthouse.md §2. */
interface IssuedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  /** Seconds since 1970. */
  readonly created_at: number;
}

/** Access tokens issued by Atenea. */
export class AccessTokens {
  readonly #tokens: TokenStore<Client>;
  #issued = 0;

  constructor(private readonly context: Context) {
    this.#tokens = new TokenStore(context.clock);
  }

  /** Tokens issued since the start or the last reset. */
  get issued(): number {
    return this.#issued;
  }

  /** @throws TokenError */
  issue({ grantType, clientId, clientSecret, scope }: TokenRequest): IssuedToken {
    const { clock, settings, state } = this.context;
    if (typeof grantType !== 'string' || grantType === '')
      throw new TokenError('invalid_request', 'The parameter grant_type is missing.');
    if (grantType !== 'client_credentials')
      throw new TokenError('unsupported_grant_type', 'Only client_credentials is supported.');
    const client = typeof clientId === 'string' ? state.clients.get(clientId) : undefined;
    if (!client || client.secret !== clientSecret)
      throw new TokenError('invalid_client', 'The client is unknown, or its secret is wrong.');
    if (settings.unknownScope === 'refuse' && scope !== undefined && scope !== '')
      throw new TokenError('invalid_scope', 'The scope is unknown.');
    if (settings.revokePreviousToken) this.#tokens.revokeOf(client);
    const createdAt = Math.floor(clock.now() / 1000);
    const token: IssuedToken = {
      access_token: randomBytes(32).toString('base64url'),
      token_type: 'Bearer',
      expires_in: settings.tokenLifetimeSeconds,
      created_at: createdAt,
    };
    this.#tokens.add(token.access_token, client, (createdAt + token.expires_in) * 1000);
    this.#issued += 1;
    return token;
  }

  clientOf(token: string): Client | undefined {
    return this.#tokens.holderOf(token);
  }

  revoke(): void {
    this.#tokens.revokeAll();
  }

  reset(): void {
    this.revoke();
    this.#issued = 0;
  }
}
