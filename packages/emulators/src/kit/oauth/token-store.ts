import type { Clock } from '../clock';

/** Access tokens and their holders. */
export class TokenStore<Holder> {
  readonly #tokens = new Map<string, { readonly holder: Holder; readonly expiresAtMs: number }>();

  constructor(private readonly clock: Clock) {}

  add(token: string, holder: Holder, expiresAtMs: number): void {
    this.#tokens.set(token, { holder, expiresAtMs });
  }

  /** Holder of a token; `undefined` if the token is unknown, revoked or expired. */
  holderOf(token: string): Holder | undefined {
    const known = this.#tokens.get(token);
    return known && this.clock.now() < known.expiresAtMs ? known.holder : undefined;
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  revokeOf(holder: Holder): void {
    for (const [token, known] of this.#tokens) if (known.holder === holder) this.#tokens.delete(token);
  }
}
