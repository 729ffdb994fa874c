import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { processCache } from '../state/process-cache';
import type { ProcessCache } from '../state/process-cache';
import type { Delivery, Verdict, Verify } from '../receive/receive';
import { MIN_KEY_CHARACTERS } from './signed-token';
import { cacheKey } from '../state/subscription-state';
import type { SubscriptionState } from '../state/subscription-state';
import { hashToken } from './url-token';

/*
 * Secrets that deliveries are verified with, and that only the credential holds.
 *
 * n8n's API shows static data to everybody who may read workflows, so a secret must not be in it, nor anything that it could
 * be computed or guessed from. A recipe is: it tells how the secret comes out of the credential. The secret itself is read
 * when the first delivery arrives, and kept in the memory of the process.
 */

/** How a secret comes out of the credential. Holds nothing secret. */
export interface SecretRecipe {
  /** For a signing key that is derived from a secret of the credential. Absent: the user has entered the secret itself. */
  nonce?: string;
  /** `checkOf` the secret of the credential when the workflow was published. */
  check: string;
}

/** Reads a secret from the credential; empty if there is none. */
export type ReadSecret = (ctx: IHookFunctions | IWebhookFunctions) => string | Promise<string>;

/** The secrets of a credential that a trigger may need for a delivery. */
export interface CredentialSecrets {
  /** The secret that signing keys are derived from: one that the service has made, as a guessable one would give them away. */
  root?: ReadSecret;
  /** The secret that the user has chosen, and has entered here and at the service. */
  userSecret?: ReadSecret;
}

/** The values of `CredentialSecrets`. */
export type SecretValues = { [Name in keyof CredentialSecrets]?: string };

/** A memory together with the secrets that static data must not hold. */
export type UnlockedState = SubscriptionState & {
  /** Newest first. The hashes of those that the user has chosen are in `tokenHashes` too. */
  readonly secrets: readonly string[];
};

/** The secrets of a subscription in the memory of the process. */
export interface UnlockedSecrets {
  /** The recipes that they are of, as JSON. */
  recipes: string;
  /** By nonce; the one that the user has chosen by ''. */
  secrets: ReadonlyMap<string, string>;
  /** The credential has another secret than when the workflow was published. */
  isChanged: boolean;
  /** Unix milliseconds. */
  readAt: number;
}

/** A secret typed by hand must not be guessable: 16 characters of even a plain alphabet are. */
export const MIN_USER_SECRET_CHARACTERS = 16;

/** After a delivery was refused, the credential is read again, for it may have been changed; but not more often than this. */
const READ_AGAIN_MS = 10_000;

/** Keep what is computed from a secret here apart from whatever else may be computed from it. */
const KEY_PURPOSE = 'signalbox signing key';
const CHECK_PURPOSE = 'signalbox check of a secret';

/**
 * 16 bits notice a changed secret all but once in 65,536 times, and are too few to recognise a right guess by: one in 65,536
 * wrong ones fits as well, so nobody can search for a guessable secret without trying the guesses at the webhook. The check
 * depends on the secret alone: with a nonce, several checks together would tell more.
 */
const CHECK_BYTES = 2;

const KEY_BYTES = 32;
const NONCE_BYTES = 16;

/** Tells whether a secret of the credential can be used. */
export const isUsable = {
  root: (secret: string) => secret.trim().length >= MIN_KEY_CHARACTERS,
  userSecret: (secret: string) => secret.trim().length >= MIN_USER_SECRET_CHARACTERS,
};

/** A recipe for a new signing key. */
export function derivedKeyRecipe(root: string): SecretRecipe {
  return { nonce: randomBytes(NONCE_BYTES).toString('base64url'), check: checkOf(root) };
}

/** The recipe for a secret that the user has chosen. */
export function userSecretRecipe(given: string): SecretRecipe {
  return { check: checkOf(given) };
}

/**
 * The secret of a recipe; `undefined` if the credential has no usable one, or not the one any more that it was made for.
 *
 * @param owner whose it is: of one node in one mode (see `processKey`), so that no copy of a workflow has the keys of its original
 */
export function secretFromRecipe(
  { nonce, check }: SecretRecipe,
  values: SecretValues,
  owner: string,
): string | undefined {
  const value = usable(nonce === undefined ? 'userSecret' : 'root', values);
  if (value === undefined || checkOf(value) !== check) return undefined;
  if (nonce === undefined) return value;
  const key = hkdfSync('sha256', value, nonce, JSON.stringify([KEY_PURPOSE, owner]), KEY_BYTES);
  return Buffer.from(key).toString('base64url');
}

/**
 * Verification with secrets of the credential, which `verify` gets as `secrets`. The credential is read for the first delivery
 * after a start or a publication, and after a refused one, at most every 10 seconds; no delivery reads it twice.
 *
 * Where the credential has been changed since the workflow was published, or cannot be read, a delivery that cannot be verified
 * may be genuine, so the service is asked to send it again. That depends on the credential alone and on nothing in the delivery,
 * so the answer tells a forger nothing about the secret.
 */
export function withSecrets(
  source: CredentialSecrets,
  verify: (delivery: Delivery, memory: UnlockedState, ctx: IWebhookFunctions) => Verdict | Promise<Verdict>,
): Verify {
  return async (delivery, memory, ctx) => {
    if (memory.recipes.length === 0) return await verify(delivery, { ...memory, secrets: [] }, ctx);
    const owner = cacheKey(ctx, delivery.isTest ? 'test' : 'production');
    const attempt = async (mayBeAsOldAsMs: number) => {
      const unlocked = await unlock(ctx, source, memory.recipes, { owner, mayBeAsOldAsMs });
      const verdict = await verify(delivery, withUnlockedSecrets(memory, unlocked), ctx);
      return { verdict, unlocked };
    };
    try {
      let { verdict, unlocked } = await attempt(Infinity);
      if (!verdict.ok && Date.now() - unlocked.readAt >= READ_AGAIN_MS) {
        ({ verdict, unlocked } = await attempt(READ_AGAIN_MS));
      }
      if (verdict.ok || !unlocked.isChanged) return verdict;
      const reason = `${verdict.reason}. The credential has another secret than when the workflow was published: unpublish it and publish it again`;
      return { ok: false, isTransient: true, reason };
    } catch (error) {
      if (!(error instanceof CredentialUnreadableError)) throw error;
      return { ok: false, isTransient: true, reason: error.message };
    }
  };
}

/** The credential could not be read. */
class CredentialUnreadableError extends Error {}

function withUnlockedSecrets(memory: SubscriptionState, { secrets }: UnlockedSecrets): UnlockedState {
  const given = secrets.get('');
  return {
    ...memory,
    tokenHashes: given === undefined ? memory.tokenHashes : [...memory.tokenHashes, hashToken(given)],
    secrets: [...secrets.values()],
  };
}

/** The secrets of these recipes, from the memory of the process or from the credential. One reading serves all that wait. */
async function unlock(
  ctx: IWebhookFunctions,
  source: CredentialSecrets,
  recipes: readonly SecretRecipe[],
  { owner, mayBeAsOldAsMs }: { owner: string; mayBeAsOldAsMs: number },
): Promise<UnlockedSecrets> {
  const memory = processCache(owner);
  const text = JSON.stringify(recipes);
  const isKnown = ({ unlocked }: ProcessCache): boolean =>
    unlocked?.recipes === text && Date.now() - unlocked.readAt < mayBeAsOldAsMs;
  while (!isKnown(memory)) {
    memory.unlocking ??= readValues(ctx, source, recipes)
      .then((values) => {
        const known = memory.unlocked?.secrets;
        memory.unlocked = {
          ...secretsOf(recipes, values, { owner, known }),
          recipes: text,
          readAt: Date.now(),
        };
      })
      .finally(() => {
        memory.unlocking = undefined;
      });
    await memory.unlocking;
  }
  return memory.unlocked!;
}

async function readValues(
  ctx: IWebhookFunctions,
  source: CredentialSecrets,
  recipes: readonly SecretRecipe[],
): Promise<SecretValues> {
  const values: SecretValues = {};
  try {
    for (const name of new Set(recipes.map(valueOf))) values[name] = await source[name]?.(ctx);
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'an error of unknown kind';
    throw new CredentialUnreadableError(
      `the credential could not be read, so nothing can be verified: ${problem}`,
    );
  }
  return values;
}

function secretsOf(
  recipes: readonly SecretRecipe[],
  values: SecretValues,
  { owner, known }: { owner: string; known?: ReadonlyMap<string, string> },
): Pick<UnlockedSecrets, 'secrets' | 'isChanged'> {
  const secrets = new Map<string, string>();
  let isChanged = false;
  for (const recipe of recipes) {
    const { nonce = '' } = recipe;
    let secret = secretFromRecipe(recipe, values, owner);
    if (secret === undefined) {
      isChanged = true;
      // The user changes the secret at the service as well. A derived key stays there until the workflow is published again.
      secret = nonce === '' ? usable('userSecret', values) : known?.get(nonce);
    }
    if (secret !== undefined) secrets.set(nonce, secret);
  }
  return { secrets, isChanged };
}

function valueOf({ nonce }: SecretRecipe): keyof CredentialSecrets {
  return nonce === undefined ? 'userSecret' : 'root';
}

function usable(name: keyof CredentialSecrets, values: SecretValues): string | undefined {
  const value = values[name];
  return typeof value === 'string' && isUsable[name](value) ? value : undefined;
}

/** Two bytes of an HMAC, in hex. */
function checkOf(secret: string): string {
  return createHmac('sha256', secret).update(CHECK_PURPOSE).digest().subarray(0, CHECK_BYTES).toString('hex');
}
