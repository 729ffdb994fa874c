import type { IWebhookFunctions } from 'n8n-workflow';

import type { Delivery, Verdict, Verify } from '../receive/receiver';
import { cacheKey } from '../state/node-identity';
import { processCache } from '../state/process-cache';
import type { ProcessCache, UnlockedSecrets } from '../state/process-cache';
import type { SecretRecipe, SubscriptionState } from '../state/subscription-record';
import { secretFromRecipe, secretNameOf, usableSecret } from './secret-recipe';
import type { CredentialSecrets, SecretValues } from './secret-recipe';
import { hashToken } from './url-token';

/** A state together with the secrets that static data must not hold. */
type UnlockedState = SubscriptionState & {
  /** Newest first. The hashes of secrets entered by the user are in `tokenHashes`, too. */
  readonly secrets: readonly string[];
};

/** After a refusal the credential is read again, as it may have changed, but not more often than this. */
const READ_AGAIN_MS = 10_000;

/**
 * Gives `verify` the secrets of the credential. The credential is read for the first delivery after a start or a
 * publication, and after a refused one at most every 10 seconds; never twice for one delivery.
 *
 * If the credential has changed since the workflow was published, or cannot be read, an unverifiable delivery may be
 * genuine, so the sender is asked to try again. That depends only on the credential, not on the delivery, so the
 * response tells a forger nothing about the secret.
 */
export function withSecrets(
  source: CredentialSecrets,
  verify: (delivery: Delivery, state: UnlockedState, ctx: IWebhookFunctions) => Verdict | Promise<Verdict>,
): Verify {
  return async (delivery, state, ctx) => {
    if (state.recipes.length === 0) return await verify(delivery, { ...state, secrets: [] }, ctx);
    const owner = cacheKey(ctx, delivery.isTest ? 'test' : 'production');
    const attempt = async (maxAgeMs: number) => {
      const unlocked = await unlock(ctx, source, state.recipes, { owner, maxAgeMs });
      const verdict = await verify(delivery, withUnlockedSecrets(state, unlocked), ctx);
      return { verdict, unlocked };
    };
    try {
      let { verdict, unlocked } = await attempt(Infinity);
      if (!verdict.ok && Date.now() - unlocked.readAt >= READ_AGAIN_MS) {
        ({ verdict, unlocked } = await attempt(READ_AGAIN_MS));
      }
      if (verdict.ok || !unlocked.isChanged) return verdict;
      const reason = `${verdict.reason}. The secret of the credential has changed since the workflow was published: unpublish it and publish it again`;
      return { ok: false, isTransient: true, reason };
    } catch (error) {
      if (!(error instanceof CredentialUnreadableError)) throw error;
      return { ok: false, isTransient: true, reason: error.message };
    }
  };
}

class CredentialUnreadableError extends Error {}

function withUnlockedSecrets(state: SubscriptionState, { secrets }: UnlockedSecrets): UnlockedState {
  const userSecret = secrets.get('');
  return {
    ...state,
    tokenHashes: userSecret === undefined ? state.tokenHashes : [...state.tokenHashes, hashToken(userSecret)],
    secrets: [...secrets.values()],
  };
}

/** The secrets of these recipes, from the process cache or the credential. Concurrent callers share one read. */
async function unlock(
  ctx: IWebhookFunctions,
  source: CredentialSecrets,
  recipes: readonly SecretRecipe[],
  { owner, maxAgeMs }: { owner: string; maxAgeMs: number },
): Promise<UnlockedSecrets> {
  const cache = processCache(owner);
  const text = JSON.stringify(recipes);
  const isFresh = ({ unlocked }: ProcessCache): boolean =>
    unlocked?.recipes === text && Date.now() - unlocked.readAt < maxAgeMs;
  while (!isFresh(cache)) {
    cache.unlocking ??= readValues(ctx, source, recipes)
      .then((values) => {
        const known = cache.unlocked?.secrets;
        cache.unlocked = {
          ...secretsOf(recipes, values, { owner, known }),
          recipes: text,
          readAt: Date.now(),
        };
      })
      .finally(() => {
        cache.unlocking = undefined;
      });
    await cache.unlocking;
  }
  return cache.unlocked!;
}

async function readValues(
  ctx: IWebhookFunctions,
  source: CredentialSecrets,
  recipes: readonly SecretRecipe[],
): Promise<SecretValues> {
  const values: SecretValues = {};
  try {
    for (const name of new Set(recipes.map(secretNameOf))) values[name] = await source[name]?.(ctx);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'an unknown error';
    throw new CredentialUnreadableError(
      `the credential could not be read, so nothing can be verified: ${message}`,
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
      // The user changes a secret at the service as well. A derived key stays there until the next publication.
      secret = nonce === '' ? usableSecret('userSecret', values) : known?.get(nonce);
    }
    if (secret !== undefined) secrets.set(nonce, secret);
  }
  return { secrets, isChanged };
}
