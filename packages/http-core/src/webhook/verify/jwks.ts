import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { IHttpRequestOptions, IN8nHttpFullResponse, IWebhookFunctions } from 'n8n-workflow';

import { evictOldest } from '../../platform/evict-oldest';
import { readBody } from '../../request/read-body';

/** Who signs, and with which keys, as published at one address (OpenID Connect Discovery). */
export interface Jwks {
  issuer: string;
  /**
   * The key with this id, or `undefined` if it is not among those published.
   *
   * @throws KeysUnavailable when it is unknown and the issuer was asked so lately that it is not asked again
   */
  getKey(kid: string): Promise<KeyObject | undefined>;
}

/** Whether a key is published cannot be told now. It may be by the time that the service sends the delivery again. */
export class JwksUnavailableError extends Error {}

/** How long keys are used without asking again: a key that was withdrawn is believed for no longer. */
const FRESH_MS = 15 * 60_000;

/** How long they are used when asking fails. As long as services repeat what they could not deliver. */
const USABLE_MS = 12 * 3_600_000;

/**
 * Shortest time between two requests for the same keys, whatever came of the first: a stranger who makes up key ids must not make
 * n8n flood the issuer.
 */
const ASK_EVERY_MS = 30_000;

/** For each of the two requests: the sender of the delivery waits meanwhile. */
const TIMEOUT_MS = 3_000;

/** A key has some 200 bytes. */
const MAX_BYTES = 64 * 1024;
const MAX_KEYS = 50;

/** Issuers remembered at once; normally there is one. */
const MAX_ISSUERS = 20;

interface Known {
  /** The newest answer, if there ever was one. */
  answer?: { issuer: string; keys: ReadonlyMap<string, KeyObject>; atMs: number };
  askedAtMs: number;
  /** Under way; deliveries that need the same keys wait for the same request. */
  asking?: Promise<void>;
  /** Why the last request failed. */
  problem?: string;
}

/** By the address of the discovery document. Public information, so it may be shared by all nodes of this process. */
const issuers = new Map<string, Known>();

/**
 * The keys of an issuer, fetched through n8n's own helper, and kept.
 *
 * @param discoveryUrl of the OpenID configuration; HTTPS unless on this machine, which is for the caller to check
 * @throws KeysUnavailable with a reason for the log, when they are not known and cannot be fetched
 */
export async function fetchJwks(ctx: IWebhookFunctions, discoveryUrl: string): Promise<Jwks> {
  const known = knownIssuer(discoveryUrl);
  const isNew = age(known) > FRESH_MS && (await ask(ctx, discoveryUrl, known));
  const { answer } = known;
  if (!answer || age(known) > USABLE_MS) {
    throw new JwksUnavailableError(
      `the public keys could not be fetched from ${discoveryUrl}: ${known.problem ?? 'no answer'}`,
    );
  }
  return {
    issuer: answer.issuer,
    async getKey(kid) {
      const key = known.answer?.keys.get(kid);
      if (key) return key;
      const isAsked = isNew || (await ask(ctx, discoveryUrl, known));
      const found = known.answer?.keys.get(kid);
      if (found || (isAsked && known.problem === undefined)) return found;
      throw new JwksUnavailableError(
        `the signature names an unknown key, and ${discoveryUrl} ${known.problem === undefined ? 'was asked a moment ago' : `could not be asked: ${known.problem}`}`,
      );
    },
  };
}

/** Forgets everything, as a restart does. For tests. */
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

function age({ answer }: Known): number {
  return answer ? Date.now() - answer.atMs : Infinity;
}

/** Asks for the keys; `false`: that was done a moment ago, and is not repeated. Does not throw: the reason is kept. */
async function ask(ctx: IWebhookFunctions, discoveryUrl: string, known: Known): Promise<boolean> {
  if (!known.asking) {
    if (Date.now() - known.askedAtMs < ASK_EVERY_MS) return false;
    known.askedAtMs = Date.now();
    known.asking = fetchKeys(ctx, discoveryUrl).then(
      (answer) => {
        known.answer = { ...answer, atMs: Date.now() };
        known.problem = undefined;
        known.asking = undefined;
      },
      (error: unknown) => {
        known.problem = error instanceof Error ? error.message : 'an error of unknown kind';
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
    throw new Error('the OpenID configuration names no issuer, or no keys');
  }
  if (!URL.canParse(jwksUri) || new URL(jwksUri).origin !== new URL(discoveryUrl).origin) {
    throw new Error('the keys are said to be at another host');
  }
  const { keys: published } = await fetchJson(ctx, jwksUri);
  if (!Array.isArray(published)) throw new Error('the answer has no list of keys');
  const keys = new Map<string, KeyObject>();
  for (const jwk of published.slice(0, MAX_KEYS) as unknown[]) {
    const { kid, ...usable } = (jwk ?? {}) as JsonWebKey & { kid?: unknown };
    const key = publicKey(usable);
    if (typeof kid === 'string' && key) keys.set(kid, key);
  }
  return { issuer, keys };
}

/** A key that ES256 signatures can be verified with; `undefined` for any other. */
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
    // As a stream, since the helper knows no size limit and its timeout restarts with every byte.
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
    // TextDecoder drops a byte order mark, which JSON.parse does not take.
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new Error('the answer is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new Error('the answer is no JSON object');
  return value as Record<string, unknown>;
}
