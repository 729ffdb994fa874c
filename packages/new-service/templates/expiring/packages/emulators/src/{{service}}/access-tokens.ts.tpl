import { randomBytes } from 'node:crypto';
import type { Clock } from '../kit/clock';
import { TokenStore } from '../kit/oauth/token-store';
import type { {{type}}Assumptions } from './assumptions';
import { seed } from './seed';

/** Response to a token request (RFC 6749 §5.1). */
export interface IssuedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
}

/** Access tokens, all issued to the same client. */
export class AccessTokens {
  readonly #tokens: TokenStore<string>;

  constructor(
    private readonly clock: Clock,
    private readonly settings: {{type}}Assumptions,
  ) {
    this.#tokens = new TokenStore(clock);
  }

  issue(): IssuedToken {
    const token = randomBytes(32).toString('base64url');
    const seconds = this.settings.tokenLifetimeSeconds;
    this.#tokens.add(token, seed.clientId, this.clock.now() + seconds * 1000);
    return { access_token: token, token_type: 'Bearer', expires_in: seconds };
  }

  /** @param authorization value of the header */
  knows(authorization = ''): boolean {
    const [, token = ''] = /^Bearer (\S+)$/.exec(authorization) ?? [];
    return this.#tokens.holderOf(token) !== undefined;
  }

  revoke(): void {
    this.#tokens.revokeAll();
  }
}
