import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { cacheKey } from '../state/node-identity';
import type { ListenMode } from '../state/node-identity';
import type { SubscriptionState } from '../state/subscription-record';
import { clearState, loadState, saveState } from '../state/subscription-state';
import { derivedKeyRecipe, isUsable, MIN_KEY_CHARACTERS, secretFromRecipe } from '../verify/secret-recipe';
import { hashToken, newToken, withToken } from '../verify/url-token';
import { assertReadable } from './assert-readable';
import { isNotFound } from './is-not-found';
import { isManualCurrent, saveManual } from './manual-subscription';
import { findOurs, isAsDesired, isSettled } from './own-subscriptions';
import type { DesiredSubscription, RemoteSubscription, Subscription } from './subscription';
import { webhookEndpoint } from './webhook-endpoint';

/**
 * Implements n8n's `checkExists`: `true` if exactly one live subscription of ours exists and URL,
 * token and filter are as desired. Changes nothing at the service; `create`, which n8n calls next, repairs any
 * difference.
 */
export async function checkExists(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  assertParameters(ctx, subscription);
  const state = loadState(ctx, mode);
  if (!state) return false;
  if ('manual' in subscription) return await isManualCurrent(ctx, subscription, { url, mode }, state);
  const known = { state, key: keyOf(ctx, mode, state, await rootOf(ctx, subscription)), url };
  if (state.id === undefined || !isSettled(ctx, subscription, known)) return false;
  if (!subscription.list) return true;
  const [one, ...more] = await findOurs(ctx, subscription, known);
  return (
    one !== undefined && more.length === 0 && one.id === state.id && isAsDesired(one, subscription, known)
  );
}

/**
 * Implements n8n's `create`: makes the service hold exactly one subscription of ours, as desired.
 *
 * Ours is a subscription with our id, or with exactly our callback URL apart from the token; a matching name is not
 * enough, and other subscriptions are never touched. If there are several (a crash between creation and n8n's saving of
 * the id), one is kept. The hash of a new token is saved before the service learns the token, and the id as soon as it
 * is known, so there is never a subscription that we could not verify or find again. n8n writes static data to the
 * database only after this call; a subscription from a killed process is found by its URL and gets a new token on the
 * next activation.
 */
export async function create(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  assertParameters(ctx, subscription);
  if ('manual' in subscription) {
    await saveManual(ctx, subscription, { url, mode });
    return true;
  }

  const settings = subscription.settings?.(ctx) ?? '';
  const root = await rootOf(ctx, subscription);
  const state = loadState(ctx, mode);
  const known = { state, key: keyOf(ctx, mode, state, root), url };
  const ours = await findOurs(ctx, subscription, known);
  const keep =
    ours.find(({ id }) => id === state?.id) ??
    ours.find((one) => isAsDesired(one, subscription, known)) ??
    ours[0];
  for (const extra of ours) if (extra !== keep) await unlessNotFound(subscription.remove(ctx, extra.id));

  if (keep && state && isSettled(ctx, subscription, known) && isAsDesired(keep, subscription, known)) {
    saveState(ctx, mode, { ...state, id: keep.id });
    return true;
  }

  const { secret, ...stored } = newSecret(ctx, mode, root);
  const desired: DesiredSubscription = {
    callbackUrl:
      subscription.secret === 'urlToken' ? withToken(url, secret, subscription.tokenParameter) : url,
    secret,
    settings,
  };
  const fresh: SubscriptionState = { ...stored, url, settings };

  let id: string | undefined;
  if (keep && subscription.repair) {
    // Until the service confirms, deliveries may carry either secret.
    saveState(ctx, mode, {
      ...fresh,
      id: keep.id,
      tokenHashes: [...fresh.tokenHashes, ...(state?.tokenHashes ?? []).slice(0, 1)],
      recipes: [...fresh.recipes, ...(state?.recipes ?? []).slice(0, 1)],
    });
    // If it was removed since we listed it, create a new one.
    if (await unlessNotFound(subscription.repair(ctx, keep.id, desired))) id = keep.id;
  } else if (keep) {
    // Remove it before its successor is created: two would deliver every event twice, and services limit their number.
    await unlessNotFound(subscription.remove(ctx, keep.id));
  }

  if (id === undefined) {
    saveState(ctx, mode, fresh);
    id =
      (await subscription.create(ctx, desired)) ??
      (await findOurs(ctx, subscription, { state: fresh, key: undefined, url }))[0]?.id;
    if (!id) {
      throw new NodeOperationError(
        ctx.getNode(),
        'The service accepted the webhook but did not return its id',
        {
          description:
            'Without the id it could never be removed again. Look for it in the service, remove it there, and try again.',
        },
      );
    }
  }
  saveState(ctx, mode, { ...fresh, id });
  await subscription.registered?.(ctx, id);
  return true;
}

/**
 * Implements n8n's `delete`: removes every subscription of ours, and then its state. A missing one
 * counts as removed; any other failure is thrown, and the state is kept so that n8n's retry finds the subscription.
 */
export async function remove(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  if (!('manual' in subscription)) {
    const state = loadState(ctx, mode);
    if (state?.id !== undefined) await unlessNotFound(subscription.remove(ctx, state.id));
    // Find orphans of a lost response or a crash, too.
    const stateWithoutId = state && { ...state, id: undefined };
    const orphans = await findOurs(ctx, subscription, { state: stateWithoutId, key: undefined, url });
    for (const { id } of orphans) if (id !== state?.id) await unlessNotFound(subscription.remove(ctx, id));
  }
  clearState(ctx, mode);
  return true;
}

function assertParameters(ctx: IHookFunctions, subscription: Subscription): void {
  assertReadable(ctx);
  subscription.parameters?.(ctx);
}

/**
 * The secret that signing keys are derived from; `undefined` for a service that does not sign.
 *
 * @throws NodeOperationError if the credential has none
 */
async function rootOf(ctx: IHookFunctions, subscription: RemoteSubscription): Promise<string | undefined> {
  if (subscription.secret !== 'signingKey') return undefined;
  const root = await subscription.root(ctx);
  if (isUsable.root(root)) return root;
  throw new NodeOperationError(
    ctx.getNode(),
    'The secret of the credential is too short to derive a signing key from',
    {
      description: `It has ${root.length} characters; with fewer than ${MIN_KEY_CHARACTERS} the key could be guessed. Enter the secret that the service has given you.`,
    },
  );
}

/** The signing key that the service should have; `undefined` if the credential has another secret by now. */
function keyOf(
  ctx: IHookFunctions,
  mode: ListenMode,
  state: SubscriptionState | undefined,
  root: string | undefined,
): string | undefined {
  const [recipe] = state?.recipes ?? [];
  return recipe && secretFromRecipe(recipe, { root }, cacheKey(ctx, mode));
}

/**
 * A new secret, and the part of it that is stored: the SHA-256 of a random URL token, or the recipe of a signing key.
 * Neither can be turned back into a URL, so a changed URL gets a new token. Drift is noticed nevertheless, as the
 * service lists the URL it has.
 */
function newSecret(
  ctx: IHookFunctions,
  mode: ListenMode,
  root: string | undefined,
): Pick<SubscriptionState, 'tokenHashes' | 'recipes'> & { secret: string } {
  if (root === undefined) {
    const secret = newToken();
    return { secret, tokenHashes: [hashToken(secret)], recipes: [] };
  }
  const recipe = derivedKeyRecipe(root);
  return {
    secret: secretFromRecipe(recipe, { root }, cacheKey(ctx, mode))!,
    tokenHashes: [],
    recipes: [recipe],
  };
}

/** Waits for a call about a subscription. Returns `false` if the service does not have it any more. */
async function unlessNotFound(call: Promise<void>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
