import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { assertReadable } from './assert-readable';
import {
  userSecretRecipe,
  isUsable,
  MIN_USER_SECRET_CHARACTERS,
  derivedKeyRecipe,
  secretFromRecipe,
} from '../verify/credential-secret';
import type { ReadSecret } from '../verify/credential-secret';
import { isNotFound } from './is-not-found';
import { safeEqual } from '../verify/safe-equal';
import { MIN_KEY_CHARACTERS } from '../verify/signed-token';
import { clearState, cacheKey, loadState, saveState } from '../state/subscription-state';
import type { ListenMode, SubscriptionState } from '../state/subscription-state';
import { webhookEndpoint } from './webhook-endpoint';
import type { WebhookEndpoint } from './webhook-endpoint';
import { hashToken, newToken, splitToken, withToken } from '../verify/url-token';

/** What should exist at the service. */
export interface DesiredSubscription {
  /** The URL to register; for `secret: 'urlToken'` it carries the token. */
  callbackUrl: string;
  /** The new secret in clear: the token of the URL, or the key the service shall sign with. Give it to nobody else. */
  secret: string;
  /** Outcome of `settings(ctx)`. */
  settings: string;
}

/** A subscription that exists at the service. */
export interface ListedSubscription {
  id: string;
  /** Callback URL as registered; absent where the service does not show it. */
  url?: string;
  /** `false` when it is disabled or its filter is not the desired one, so that it must be repaired. Default `true`. */
  current?: boolean;
  /** The signing key that it has, empty for none; absent where the service does not show it. */
  signingKey?: string;
}

export type RemoteSubscription = RemoteCalls & (UrlToken | SigningKey);

/** Deliveries are unsigned, and the URL carries a token. */
interface UrlToken {
  secret: 'urlToken';
  /** Query parameter of the token. Default `token`. */
  tokenParameter?: string;
}

/** The service signs with a key that we give it, and that is derived from the credential. */
interface SigningKey {
  secret: 'signingKey';
  tokenParameter?: undefined;
  /** As in `CredentialSecrets`. */
  root: ReadSecret;
}

/**
 * How to reach the subscriptions of one service. All methods throw what their HTTP client throws; a remote
 * 404 must be recognisable by its status (see `isGone`).
 */
interface RemoteCalls {
  /** Reads the parameters that only deliveries need, and throws for one that cannot be used, so that publishing fails. */
  parameters?(ctx: IHookFunctions): unknown;
  /** What else distinguishes one subscription from another (team, event filter), as a stable string without secrets. */
  settings?(ctx: IHookFunctions): string;
  /** Every subscription that could be ours, those of others included. Leave it out only where the service cannot list. */
  list?(ctx: IHookFunctions, memory: SubscriptionState | undefined): Promise<readonly ListedSubscription[]>;
  /** Creates one and returns its id, or nothing where the answer holds none; it is then looked up with `list`. */
  create(ctx: IHookFunctions, desired: DesiredSubscription): Promise<string | undefined>;
  /** Changes URL, secret, filter and enabled state of one. Left out: it is removed and created anew. */
  repair?(ctx: IHookFunctions, id: string, desired: DesiredSubscription): Promise<void>;
  remove(ctx: IHookFunctions, id: string): Promise<void>;
}

/** A subscription that the user registers at the service by hand; nothing is called there. */
export interface ManualSubscription {
  manual: true;
  /** `publishedKey`: the service signs with a key of its own, whose public half it publishes, so nothing secret is given. */
  secret: 'urlToken' | 'signingKey' | 'publishedKey';
  /** The secret the user has chosen; empty or short ones are refused. Not asked for with `publishedKey`. */
  userSecret: (ctx: IHookFunctions) => string | Promise<string>;
  /** As in `RemoteCalls`. */
  parameters?(ctx: IHookFunctions): unknown;
  /** What the verification of a delivery needs to know besides, as a string without secrets. */
  settings?(ctx: IHookFunctions): string;
}

export type Subscription = RemoteSubscription | ManualSubscription;

/** Declares a subscription; exists for its types alone. */
export function defineSubscription<S extends Subscription>(subscription: S): S {
  return subscription;
}

/**
 * For `webhookMethods.default.checkExists`: whether exactly one live subscription of ours exists and it is
 * as desired: URL, token, filter, enabled. Changes nothing at the service; whatever is not right is left
 * to `create`, which n8n calls next.
 */
export async function checkExists(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const target = webhookEndpoint(ctx);
  assertParameters(ctx, subscription);
  const memory = loadState(ctx, target.mode);
  if (!memory) return false;
  if ('manual' in subscription) {
    return (
      memory.url === target.url &&
      memory.settings === (subscription.settings?.(ctx) ?? '') &&
      (subscription.secret === 'publishedKey' || isGiven(memory, await subscription.userSecret(ctx)))
    );
  }
  const key = keyOf(ctx, target.mode, memory, await rootOf(ctx, subscription));
  if (memory.id === undefined || !isSettled(ctx, subscription, { memory, key, url: target.url }))
    return false;
  if (!subscription.list) return true;
  const [one, ...more] = await findOurs(ctx, subscription, { memory, key, url: target.url });
  return (
    one !== undefined &&
    more.length === 0 &&
    one.id === memory.id &&
    isAsDesired(one, subscription, { memory, key })
  );
}

/**
 * For `webhookMethods.default.create`: makes the service hold exactly one subscription of ours, as desired.
 *
 * Ours is what carries our id, or our exact callback URL without the token (never what merely has our
 * name); anything else is not touched. Of several (a crash between creation and n8n's saving of the id) one is
 * kept. The hash of a new token is remembered before the service hears of the token, and the id as soon
 * as it is known, so that at no point a subscription exists that we could not verify or find again. n8n
 * saves static data only after this call; what a killed process leaves behind is found by its URL and gets a
 * new token on the next activation.
 */
export async function create(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const target = webhookEndpoint(ctx);
  assertParameters(ctx, subscription);
  if ('manual' in subscription) return await rememberGiven(ctx, subscription, target);

  const settings = subscription.settings?.(ctx) ?? '';
  const root = await rootOf(ctx, subscription);
  const memory = loadState(ctx, target.mode);
  const known = { memory, key: keyOf(ctx, target.mode, memory, root), url: target.url };
  const ours = await findOurs(ctx, subscription, known);
  const keep =
    ours.find(({ id }) => id === memory?.id) ??
    ours.find((one) => isAsDesired(one, subscription, known)) ??
    ours[0];
  for (const extra of ours) if (extra !== keep) await removeRemote(ctx, subscription, extra.id);

  if (keep && memory && isSettled(ctx, subscription, known) && isAsDesired(keep, subscription, known)) {
    saveState(ctx, target.mode, { ...memory, id: keep.id });
    return true;
  }

  const { secret, ...kept } = newSecret(ctx, target.mode, root);
  const desired: DesiredSubscription = {
    callbackUrl:
      subscription.secret === 'urlToken'
        ? withToken(target.url, secret, subscription.tokenParameter)
        : target.url,
    secret,
    settings,
  };
  const fresh: SubscriptionState = { ...kept, url: target.url, settings };

  if (keep && subscription.repair) {
    // Until the service confirms, deliveries may carry either secret.
    saveState(ctx, target.mode, {
      ...fresh,
      id: keep.id,
      tokenHashes: [...fresh.tokenHashes, ...(memory?.tokenHashes ?? []).slice(0, 1)],
      recipes: [...fresh.recipes, ...(memory?.recipes ?? []).slice(0, 1)],
    });
    try {
      await subscription.repair(ctx, keep.id, desired);
      saveState(ctx, target.mode, { ...fresh, id: keep.id });
      return true;
    } catch (error) {
      // Somebody removed it between the listing and now: the service has none, so one is created.
      if (!isNotFound(error)) throw error;
    }
  } else if (keep) {
    // Removed before its successor is created: two would deliver every event twice, and services limit their number.
    await removeRemote(ctx, subscription, keep.id);
  }

  saveState(ctx, target.mode, fresh);
  const id =
    (await subscription.create(ctx, desired)) ??
    (await findOurs(ctx, subscription, { memory: fresh, key: undefined, url: target.url }))[0]?.id;
  if (!id) {
    throw new NodeOperationError(
      ctx.getNode(),
      'The service accepted the webhook but did not say under which id',
      {
        description:
          'Without the id it could never be removed again. Look for it in the service, remove it there, and try again.',
      },
    );
  }
  saveState(ctx, target.mode, { ...fresh, id });
  return true;
}

/**
 * For `webhookMethods.default.delete`: removes every subscription of ours, and then the memory of it.
 * One that is gone already is a success; any other failure is thrown and what was not removed stays remembered,
 * so that n8n's retry finds it.
 */
export async function remove(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const target = webhookEndpoint(ctx);
  if (!('manual' in subscription)) {
    const memory = loadState(ctx, target.mode);
    if (memory?.id !== undefined) await removeRemote(ctx, subscription, memory.id);
    // Also what a lost answer or a crash left behind.
    const other = memory && { ...memory, id: undefined };
    const left = await findOurs(ctx, subscription, { memory: other, key: undefined, url: target.url });
    for (const { id } of left) if (id !== memory?.id) await removeRemote(ctx, subscription, id);
  }
  clearState(ctx, target.mode);
  return true;
}

function assertParameters(ctx: IHookFunctions, subscription: Subscription): void {
  assertReadable(ctx);
  subscription.parameters?.(ctx);
}

async function rememberGiven(
  ctx: IHookFunctions,
  subscription: ManualSubscription,
  target: WebhookEndpoint,
): Promise<boolean> {
  const known = { url: target.url, settings: subscription.settings?.(ctx) ?? '', tokenHashes: [] };
  if (subscription.secret === 'publishedKey') {
    saveState(ctx, target.mode, { ...known, recipes: [] });
    return true;
  }
  const secret = await subscription.userSecret(ctx);
  if (typeof secret !== 'string' || !isUsable.userSecret(secret)) {
    throw new NodeOperationError(ctx.getNode(), 'A webhook that is registered by hand needs a secret', {
      description: `Anybody who learns the URL could send events otherwise. Choose a random secret of at least ${MIN_USER_SECRET_CHARACTERS} characters.`,
    });
  }
  saveState(ctx, target.mode, { ...known, recipes: [userSecretRecipe(secret)] });
  return true;
}

/** Tells whether the secret that the user has entered still is the one that the workflow was published with. */
function isGiven({ recipes: [recipe, ...more] }: SubscriptionState, secret: unknown): boolean {
  if (typeof secret !== 'string' || !recipe || more.length > 0) return false;
  return recipe.nonce === undefined && recipe.check === userSecretRecipe(secret).check;
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

/** The signing key that the service should have, if the credential still has the secret that it was derived from. */
function keyOf(
  ctx: IHookFunctions,
  mode: ListenMode,
  memory: SubscriptionState | undefined,
  root: string | undefined,
): string | undefined {
  const [recipe] = memory?.recipes ?? [];
  return recipe && secretFromRecipe(recipe, { root }, cacheKey(ctx, mode));
}

/**
 * A new secret, and what is kept of it: of a random URL token its SHA-256, of a signing key how it was derived. The price is
 * that a URL cannot be rebuilt: one that must change gets a new token. Drift is noticed without it, since the service's list
 * shows the URL that it has.
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

/** A subscription as static data remembers it, with what the credential makes of it. */
interface Known {
  memory: SubscriptionState | undefined;
  /** The signing key that it should have; absent for a service that does not sign, and after a change of the credential. */
  key: string | undefined;
  /** The present callback URL. */
  url: string;
}

/** Whether what we remember is complete and for the present URL, settings and credential, with no change of secret under way. */
function isSettled(
  ctx: IHookFunctions,
  subscription: RemoteSubscription,
  { memory, key, url }: Known,
): boolean {
  if (memory?.url !== url || memory.settings !== (subscription.settings?.(ctx) ?? '')) return false;
  return subscription.secret === 'urlToken'
    ? memory.tokenHashes.length === 1
    : memory.recipes.length === 1 && key !== undefined;
}

/** Whether a subscription at the service is enabled, filtered as desired, and delivers to our URL with our token or key. */
function isAsDesired(
  { url, current, signingKey }: ListedSubscription,
  subscription: RemoteSubscription,
  { memory, key }: Pick<Known, 'memory' | 'key'>,
): boolean {
  if (!memory || current === false) return false;
  if (signingKey !== undefined && (key === undefined || !safeEqual(signingKey, key))) return false;
  if (url === undefined) return true;
  const split = splitToken(url, subscription.tokenParameter);
  if (split?.url !== memory.url) return false;
  return (
    subscription.secret === 'signingKey' ||
    (split.token !== undefined && hashToken(split.token) === memory.tokenHashes[0])
  );
}

/** Our subscriptions at the service: by id, by the present URL, and by the URL we remember. */
async function findOurs(
  ctx: IHookFunctions,
  subscription: RemoteSubscription,
  known: Known,
): Promise<ListedSubscription[]> {
  const { memory, url } = known;
  if (!subscription.list) {
    // A service that cannot list: what we remember is all there is to know, and `current` is what we last asked for.
    if (memory?.id === undefined) return [];
    return [{ id: memory.id, current: isSettled(ctx, subscription, known) }];
  }
  const listed = await subscription.list(ctx, memory);
  return listed.filter((one) => {
    if (one.id === memory?.id) return true;
    const registered =
      one.url === undefined ? undefined : splitToken(one.url, subscription.tokenParameter)?.url;
    return registered !== undefined && (registered === url || registered === memory?.url);
  });
}

async function removeRemote(
  ctx: IHookFunctions,
  subscription: RemoteSubscription,
  id: string,
): Promise<void> {
  try {
    await subscription.remove(ctx, id);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
