import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { IHttpRequestOptions, IN8nHttpFullResponse, IWebhookFunctions } from 'n8n-workflow';

import { evictOldest } from '../../platform/evict-oldest';
import { readBody } from '../../request/read-body';

/** An issuer and its signing keys, as published at one address (OpenID Connect Discovery). */
export interface Jwks {
  issuer: string;
  /**
   * The key with this id, or `undefined` if it is not published.
   *
   * @throws JwksUnavailableError if the key is unknown and the issuer was asked too recently to ask again
   */
  getKey(kid: string): Promise<KeyObject | undefined>;
}

/** The keys cannot be determined now; they may be known by the time the sender tries again. */
export class JwksUnavailableError extends Error {}

/** Keys this old are fetched again, so a withdrawn key is trusted no longer than this. */
const FRESH_MS = 15 * 60_000;

/** Keys are used up to this age if fetching fails: as long as services repeat failed deliveries. */
const USABLE_MS = 12 * 3_600_000;

/**
 * Shortest time between two requests for the same keys, successful or not: made-up key ids must not make n8n flood the
 * issuer.
 */
const ASK_EVERY_MS = 30_000;

/** For each of the two requests; the sender of the delivery is waiting. */
const TIMEOUT_MS = 3_000;

/** A key has some 200 bytes. */
const MAX_BYTES = 64 * 1024;
const MAX_KEYS = 50;

/** Issuers in the cache; normally there is one. */
const MAX_ISSUERS = 20;

interface Known {
  /** The newest response, if there ever was one. */
  response?: { issuer: string; keys: ReadonlyMap<string, KeyObject>; atMs: number };
  askedAtMs: number;
  /** Request in progress, shared by all deliveries that need the same keys. */
  asking?: Promise<void>;
  /** Why the last request failed. */
  problem?: string;
}

/** By the address of the discovery document. The keys are public, so all nodes of this process may share them. */
const issuers = new Map<string, Known>();

/**
 * Fetches the keys of an issuer through n8n's request helper, and caches them.
 *
 * @param discoveryUrl URL of the OpenID configuration; the caller must make sure that it is HTTPS, or on this machine
 * @throws KeysUnavailable with a reason for the log, if the keys are neither cached nor can be fetched
 */
export async function fetchJwks(ctx: IWebhookFunctions, discoveryUrl: string): Promise<Jwks> {
  const known = knownIssuer(discoveryUrl);
  const isNew = age(known) > FRESH_MS && (await ask(ctx, discoveryUrl, known));
  const { response } = known;
  if (!response || age(known) > USABLE_MS) {
    throw new JwksUnavailableError(
      `the public keys could not be fetched from ${discoveryUrl}: ${known.problem ?? 'no response'}`,
    );
  }
  return {
    issuer: response.issuer,
    async getKey(kid) {
      const key = known.response?.keys.get(kid);
      if (key) return key;
      const isAsked = isNew || (await ask(ctx, discoveryUrl, known));
      const found = known.response?.keys.get(kid);
      if (found || (isAsked && known.problem === undefined)) return found;
      throw new JwksUnavailableError(
        `the signature names an unknown key, and ${discoveryUrl} ${known.problem === undefined ? 'was asked a moment ago' : `could not be asked: ${known.problem}`}`,
      );
    },
  };
}

/** Empties the cache as a restart does. For tests. */
export function clearJwksCache(): void {
  issuers.clear();
}

function knownIssuer(discoveryUrl: string): Known {
  let known = issuers.get(discoveryUrl);
  if (!known) {
    known = { askedAtMs: 0 };
    issuers.set(discoveryUrl, known);
    evictOldest(issuers, MAX_ISSUERS);
  }
  return known;
}

function age({ response }: Known): number {
  return response ? Date.now() - response.atMs : Infinity;
}

/**
 * Requests the keys. Returns `false` if that was done too recently. Never throws; the reason is stored in `problem`.
 */
async function ask(ctx: IWebhookFunctions, discoveryUrl: string, known: Known): Promise<boolean> {
  if (!known.asking) {
    if (Date.now() - known.askedAtMs < ASK_EVERY_MS) return false;
    known.askedAtMs = Date.now();
    known.asking = fetchKeys(ctx, discoveryUrl).then(
      (response) => {
        known.response = { ...response, atMs: Date.now() };
        known.problem = undefined;
        known.asking = undefined;
      },
      (error: unknown) => {
        known.problem = error instanceof Error ? error.message : 'an unknown error';
        known.asking = undefined;
      },
    );
  }
  await known.asking;
  return true;
}

async function fetchKeys(
  ctx: IWebhookFunctions,
  discoveryUrl: string,
): Promise<{ issuer: string; keys: ReadonlyMap<string, KeyObject> }> {
  const { issuer, jwks_uri: jwksUri } = await fetchJson(ctx, discoveryUrl);
  if (typeof issuer !== 'string' || typeof jwksUri !== 'string') {
    throw new Error('the OpenID configuration has no issuer or no keys');
  }
  if (!URL.canParse(jwksUri) || new URL(jwksUri).origin !== new URL(discoveryUrl).origin) {
    throw new Error('the OpenID configuration points to another host for the keys');
  }
  const { keys: published } = await fetchJson(ctx, jwksUri);
  if (!Array.isArray(published)) throw new Error('the response has no list of keys');
  const keys = new Map<string, KeyObject>();
  for (const jwk of published.slice(0, MAX_KEYS) as unknown[]) {
    const { kid, ...usable } = (jwk ?? {}) as JsonWebKey & { kid?: unknown };
    const key = publicKey(usable);
    if (typeof kid === 'string' && key) keys.set(kid, key);
  }
  return { issuer, keys };
}

/** The JWK as a P-256 verification key, or `undefined` if it is anything else. */
function publicKey({ kty, crv, use, alg, x, y }: JsonWebKey): KeyObject | undefined {
  const isMeant = (use === undefined || use === 'sig') && (alg === undefined || alg === 'ES256');
  if (kty !== 'EC' || crv !== 'P-256' || !isMeant) return undefined;
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

async function fetchJson(ctx: IWebhookFunctions, url: string): Promise<Record<string, unknown>> {
  const deadline = Date.now() + TIMEOUT_MS;
  const request: IHttpRequestOptions = {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    // As a stream, because the helper has no size limit and restarts its timeout with every byte.
    encoding: 'stream',
    returnFullResponse: true,
    disableFollowRedirect: true,
    ignoreHttpStatusErrors: true,
    timeout: TIMEOUT_MS,
  };
  const response = (await ctx.helpers.httpRequest(request)) as IN8nHttpFullResponse;
  const body = await readBody(response.body, { deadline, maxBytes: MAX_BYTES });
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  let value: unknown;
  try {
    // TextDecoder strips a BOM; JSON.parse would reject it.
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new Error('the response is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new Error('the response is not a JSON object');
  return value as Record<string, unknown>;
}
