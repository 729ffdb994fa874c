import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isGone } from './is-gone';
import { safeEqual } from './safe-equal';
import { forget, recall, remember } from './subscription-memory';
import type { ListenMode, SubscriptionMemory } from './subscription-memory';
import { targetOf } from './target';
import type { Target } from './target';
import { hashToken, newToken, splitToken, withToken } from './url-token';

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

/**
 * How to reach the subscriptions of one service. All methods throw what their HTTP client throws; a remote
 * 404 must be recognisable by its status (see `isGone`).
 */
export interface RemoteSubscription {
  /** `urlToken`: deliveries are unsigned and the URL carries a token. `signingKey`: the service signs with a key we give it. */
  secret: 'urlToken' | 'signingKey';
  /** Query parameter of the token. Default `token`. */
  tokenParameter?: string;
  /** What else distinguishes one subscription from another (team, event filter), as a stable string without secrets. */
  settings?(ctx: IHookFunctions): string;
  /** Every subscription that could be ours, those of others included. Leave it out only where the service cannot list. */
  list?(ctx: IHookFunctions, memory: SubscriptionMemory | undefined): Promise<readonly ListedSubscription[]>;
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
  given(ctx: IHookFunctions): string | Promise<string>;
  /** What the verification of a delivery needs to know besides, as a string without secrets. */
  settings?(ctx: IHookFunctions): string;
}

export type Subscription = RemoteSubscription | ManualSubscription;

/** A secret typed by hand must not be guessable: 16 characters of even a plain alphabet are. */
const MIN_GIVEN_SECRET_CHARACTERS = 16;

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
  const target = targetOf(ctx);
  const memory = recall(ctx, target.mode);
  if (!memory) return false;
  if ('manual' in subscription) {
    return (
      memory.url === target.url &&
      memory.settings === (subscription.settings?.(ctx) ?? '') &&
      (subscription.secret === 'publishedKey' ||
        accepts(memory, subscription.secret, await subscription.given(ctx)))
    );
  }
  if (memory.id === undefined || !isSettled(memory, subscription, target.url, ctx)) return false;
  if (!subscription.list) return true;
  const [one, ...more] = await findOurs(ctx, subscription, target.url, memory);
  return (
    one !== undefined && more.length === 0 && one.id === memory.id && isAsDesired(one, memory, subscription)
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
  const target = targetOf(ctx);
  if ('manual' in subscription) return await rememberGiven(ctx, subscription, target);

  const settings = subscription.settings?.(ctx) ?? '';
  let memory = recall(ctx, target.mode);
  const ours = await findOurs(ctx, subscription, target.url, memory);
  const keep =
    ours.find(({ id }) => id === memory?.id) ??
    ours.find((one) => memory && isAsDesired(one, memory, subscription)) ??
    ours[0];
  for (const extra of ours) if (extra !== keep) await removeRemote(ctx, subscription, extra.id);

  if (
    keep &&
    memory &&
    isSettled(memory, subscription, target.url, ctx) &&
    isAsDesired(keep, memory, subscription)
  ) {
    remember(ctx, target.mode, { ...memory, id: keep.id });
    return true;
  }

  const secret = newToken();
  const desired: DesiredSubscription = {
    callbackUrl:
      subscription.secret === 'urlToken'
        ? withToken(target.url, secret, subscription.tokenParameter)
        : target.url,
    secret,
    settings,
  };
  const fresh: SubscriptionMemory = { ...secretsOf(subscription.secret, secret), url: target.url, settings };

  if (keep && subscription.repair) {
    // Until the service confirms, deliveries may carry either secret.
    memory = remembered(ctx, target.mode, {
      ...fresh,
      id: keep.id,
      tokenHashes: [...fresh.tokenHashes, ...(memory?.tokenHashes ?? []).slice(0, 1)],
      signingSecrets: [...fresh.signingSecrets, ...(memory?.signingSecrets ?? []).slice(0, 1)],
    });
    try {
      await subscription.repair(ctx, keep.id, desired);
      remember(ctx, target.mode, { ...fresh, id: keep.id });
      return true;
    } catch (error) {
      // Somebody removed it between the listing and now: the service has none, so one is created.
      if (!isGone(error)) throw error;
    }
  } else if (keep) {
    // Removed before its successor is created: two would deliver every event twice, and services limit their number.
    await removeRemote(ctx, subscription, keep.id);
  }

  remember(ctx, target.mode, fresh);
  const id =
    (await subscription.create(ctx, desired)) ??
    (await findOurs(ctx, subscription, target.url, fresh))[0]?.id;
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
  remember(ctx, target.mode, { ...fresh, id });
  return true;
}

/**
 * For `webhookMethods.default.delete`: removes every subscription of ours, and then the memory of it.
 * One that is gone already is a success; any other failure is thrown and what was not removed stays remembered,
 * so that n8n's retry finds it.
 */
export async function remove(ctx: IHookFunctions, subscription: Subscription): Promise<boolean> {
  const target = targetOf(ctx);
  if (!('manual' in subscription)) {
    const memory = recall(ctx, target.mode);
    if (memory?.id !== undefined) await removeRemote(ctx, subscription, memory.id);
    // Also what a lost answer or a crash left behind.
    const left = await findOurs(ctx, subscription, target.url, memory && { ...memory, id: undefined });
    for (const { id } of left) if (id !== memory?.id) await removeRemote(ctx, subscription, id);
  }
  forget(ctx, target.mode);
  return true;
}

async function rememberGiven(
  ctx: IHookFunctions,
  subscription: ManualSubscription,
  target: Target,
): Promise<boolean> {
  const known = { url: target.url, settings: subscription.settings?.(ctx) ?? '' };
  if (subscription.secret === 'publishedKey') {
    remember(ctx, target.mode, { ...known, tokenHashes: [], signingSecrets: [] });
    return true;
  }
  const secret = await subscription.given(ctx);
  if (typeof secret !== 'string' || secret.trim().length < MIN_GIVEN_SECRET_CHARACTERS) {
    throw new NodeOperationError(ctx.getNode(), 'A webhook that is registered by hand needs a secret', {
      description: `Anybody who learns the URL could send events otherwise. Choose a random secret of at least ${MIN_GIVEN_SECRET_CHARACTERS} characters.`,
    });
  }
  remember(ctx, target.mode, { ...secretsOf(subscription.secret, secret), ...known });
  return true;
}

/**
 * A URL token is kept as its SHA-256 alone. Static data is shown by n8n's API and exports, so what is in it should
 * not let a reader forge events. The price is that an URL cannot be rebuilt: a URL that must change gets
 * a new token. Drift is noticed without it, since the service's list shows the URL it has. A signing key has
 * to be kept as it is.
 */
function secretsOf(
  kind: 'urlToken' | 'signingKey',
  secret: string,
): Pick<SubscriptionMemory, 'tokenHashes' | 'signingSecrets'> {
  return kind === 'urlToken'
    ? { tokenHashes: [hashToken(secret)], signingSecrets: [] }
    : { tokenHashes: [], signingSecrets: [secret] };
}

function accepts(memory: SubscriptionMemory, kind: 'urlToken' | 'signingKey', secret: unknown): boolean {
  if (typeof secret !== 'string' || secret === '') return false;
  const { tokenHashes, signingSecrets } = secretsOf(kind, secret);
  return sameList(memory.tokenHashes, tokenHashes) && sameList(memory.signingSecrets, signingSecrets);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Whether what we remember is complete and for the present URL and settings, with no change of secret under way. */
function isSettled(
  memory: SubscriptionMemory,
  subscription: RemoteSubscription,
  url: string,
  ctx: IHookFunctions,
): boolean {
  const secrets = subscription.secret === 'urlToken' ? memory.tokenHashes : memory.signingSecrets;
  return (
    memory.url === url && memory.settings === (subscription.settings?.(ctx) ?? '') && secrets.length === 1
  );
}

/** Whether a subscription at the service is enabled, filtered as desired, and delivers to our URL with our token or key. */
function isAsDesired(
  { url, current, signingKey }: ListedSubscription,
  memory: SubscriptionMemory,
  subscription: RemoteSubscription,
): boolean {
  if (current === false) return false;
  if (signingKey !== undefined && !safeEqual(signingKey, memory.signingSecrets[0] ?? '')) return false;
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
  url: string,
  memory: SubscriptionMemory | undefined,
): Promise<ListedSubscription[]> {
  if (!subscription.list) {
    // A service that cannot list: what we remember is all there is to know, and `current` is what we last asked for.
    if (memory?.id === undefined) return [];
    return [{ id: memory.id, current: isSettled(memory, subscription, url, ctx) }];
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
    if (!isGone(error)) throw error;
  }
}

function remembered(ctx: IHookFunctions, mode: ListenMode, memory: SubscriptionMemory): SubscriptionMemory {
  remember(ctx, mode, memory);
  return memory;
}
