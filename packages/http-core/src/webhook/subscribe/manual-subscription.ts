import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import type { SubscriptionState } from '../state/subscription-record';
import { saveState } from '../state/subscription-state';
import { isUsable, MIN_USER_SECRET_CHARACTERS, userSecretRecipe } from '../verify/secret-recipe';
import type { ManualSubscription } from './subscription';
import type { WebhookEndpoint } from './webhook-endpoint';

/** `true` if the state still fits the URL, the settings and the secret of the user. */
export async function isManualCurrent(
  ctx: IHookFunctions,
  subscription: ManualSubscription,
  { url }: WebhookEndpoint,
  state: SubscriptionState,
): Promise<boolean> {
  return (
    state.url === url &&
    state.settings === (subscription.settings?.(ctx) ?? '') &&
    (subscription.secret === 'publishedKey' || isUserSecret(state, await subscription.userSecret(ctx)))
  );
}

/** @throws NodeOperationError if the user has entered no usable secret */
export async function saveManual(
  ctx: IHookFunctions,
  subscription: ManualSubscription,
  { url, mode }: WebhookEndpoint,
): Promise<void> {
  const state = { url, settings: subscription.settings?.(ctx) ?? '', tokenHashes: [] };
  if (subscription.secret === 'publishedKey') {
    saveState(ctx, mode, { ...state, recipes: [] });
    return;
  }
  const secret = await subscription.userSecret(ctx);
  if (typeof secret !== 'string' || !isUsable.userSecret(secret)) {
    throw new NodeOperationError(ctx.getNode(), 'A webhook that is registered by hand needs a secret', {
      description: `Without one, anybody who learns the URL could send events. Choose a random secret of at least ${MIN_USER_SECRET_CHARACTERS} characters.`,
    });
  }
  saveState(ctx, mode, { ...state, recipes: [userSecretRecipe(secret)] });
}

/** Compares with the secret at the time of the last publication. */
function isUserSecret({ recipes: [recipe, ...more] }: SubscriptionState, secret: unknown): boolean {
  if (typeof secret !== 'string' || !recipe || more.length > 0) return false;
  return recipe.nonce === undefined && recipe.check === userSecretRecipe(secret).check;
}
