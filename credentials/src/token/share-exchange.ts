import { createHash } from 'node:crypto';

import { fromExpirable } from './expirable-token';
import type { ExpirableToken } from './expirable-token';

/** Milliseconds during which calls share a fetched token: the maximum duration of a request that was sent with the old one. */
const SHARED_FOR_MS = 30_000;

/** Maximum number of exchanges kept. */
const MAX_EXCHANGES = 100;

interface Exchange {
  promise: Promise<ExpirableToken>;
  /** Set when the token has arrived. */
  token?: ExpirableToken;
  finishedAt?: number;
}

/*
 * The only state of this package that outlives a call. n8n has no lock around preAuthentication: when the token of ten
 * simultaneous requests expires, it would be fetched ten times, and a service that revokes the older token when it issues
 * a newer one would make nine of them fail. Losing it (restart, eviction) costs another token request; other processes have their own.
 */
const exchanges = new Map<string, Exchange>();

/**
 * Fetches a token, unless the same exchange is under way or has just given one that the caller does not have yet.
 *
 * @param identity all that decides about the token; only its hash is kept
 * @param rejected the token that the caller has and cannot use (expired, or refused with a 401), or ''
 */
export async function shareExchange(
  identity: readonly unknown[],
  rejected: unknown,
  fetchToken: () => Promise<ExpirableToken>,
): Promise<ExpirableToken> {
  forgetOld();
  const key = createHash('sha256').update(JSON.stringify(identity)).digest('base64');
  const known = exchanges.get(key);
  if (known && isOfUse(known, rejected)) return await known.promise;

  const exchange: Exchange = { promise: fetchToken() };
  exchanges.set(key, exchange);
  try {
    exchange.token = await exchange.promise;
    exchange.finishedAt = Date.now();
  } catch (error) {
    // The next call tries again; callers that share this one fail with it.
    if (exchanges.get(key) === exchange) exchanges.delete(key);
    throw error;
  }
  return exchange.token;
}

function isOfUse({ token }: Exchange, rejected: unknown): boolean {
  if (token === undefined) return true;
  const known = fromExpirable(token);
  return (
    known !== undefined && known.token !== fromExpirable(rejected)?.token && known.renewAtMs > Date.now()
  );
}

function forgetOld(): void {
  const now = Date.now();
  for (const [key, { finishedAt }] of exchanges) {
    if (finishedAt === undefined) continue;
    // Also when the clock was set back.
    const old = Math.abs(now - finishedAt) > SHARED_FOR_MS;
    if (old || exchanges.size > MAX_EXCHANGES) exchanges.delete(key);
  }
}
