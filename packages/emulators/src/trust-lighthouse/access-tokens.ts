import { randomBytes } from 'node:crypto';
import type { Context } from './context';
import type { Client } from './model';

/** Atenea refuses. The codes are those of RFC 6749 §5.2. */
export class TokenError extends Error {
  constructor(
    readonly code: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type',
    message: string,
  ) {
    super(message);
  }
}

/** What a client sends. */
export interface TokenRequest {
  readonly grantType: unknown;
  readonly clientId: unknown;
  readonly clientSecret: unknown;
  readonly scope?: unknown;
}

/** Atenea's answer. trust-lighthouse.md §2. */
export interface IssuedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  /** Seconds since 1970. */
  readonly created_at: number;
}

/** The access tokens that Atenea gave out. */
export class AccessTokens {
  readonly #tokens = new Map<string, { readonly client: Client; readonly expiresAtMs: number }>();
  #issued = 0;

  constructor(private readonly context: Context) {}

  /** How many were given out since the start or the last reset. */
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
    if (settings.revokePreviousToken) this.#revokeOf(client);
    const createdAt = Math.floor(clock.now() / 1000);
    const token: IssuedToken = {
      access_token: randomBytes(32).toString('base64url'),
      token_type: 'Bearer',
      expires_in: settings.tokenLifetimeSeconds,
      created_at: createdAt,
    };
    this.#tokens.set(token.access_token, {
      client,
      expiresAtMs: (createdAt + token.expires_in) * 1000,
    });
    this.#issued += 1;
    return token;
  }

  /** Who has a token; `undefined` if it is not valid, or not any more. */
  clientOf(token: string): Client | undefined {
    const known = this.#tokens.get(token);
    return known && this.context.clock.now() < known.expiresAtMs ? known.client : undefined;
  }

  /** Makes every token void. */
  revoke(): void {
    this.#tokens.clear();
  }

  reset(): void {
    this.revoke();
    this.#issued = 0;
  }

  #revokeOf(client: Client): void {
    for (const [token, known] of this.#tokens) if (known.client === client) this.#tokens.delete(token);
  }
}
