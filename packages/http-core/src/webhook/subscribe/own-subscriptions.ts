import type { IHookFunctions } from 'n8n-workflow';

import type { SubscriptionState } from '../state/subscription-record';
import { safeEqual } from '../../platform/safe-equal';
import { hashToken, splitToken } from '../verify/url-token';
import type { ListedSubscription, RemoteSubscription } from './subscription';

/** Facts to recognize our subscription by. */
export interface Known {
  state: SubscriptionState | undefined;
  /** The signing key it should have; absent if the service does not sign, and after a change of the credential. */
  key: string | undefined;
  /** The current callback URL. */
  url: string;
}

/**
 * `true` if the state is complete and fits the current URL, settings and credential, with no change of secret in
 * progress.
 */
export function isSettled(
  ctx: IHookFunctions,
  subscription: RemoteSubscription,
  { state, key, url }: Known,
): boolean {
  if (state?.url !== url || state.settings !== (subscription.settings?.(ctx) ?? '')) return false;
  return subscription.secret === 'urlToken'
    ? state.tokenHashes.length === 1
    : state.recipes.length === 1 && key !== undefined;
}

/** `true` if a subscription is enabled, has the desired filter, and delivers to our URL with our token or key. */
export function isAsDesired(
  { url, current, signingKey }: ListedSubscription,
  subscription: RemoteSubscription,
  { state, key }: Pick<Known, 'state' | 'key'>,
): boolean {
  if (!state || current === false) return false;
  if (signingKey !== undefined && (key === undefined || !safeEqual(signingKey, key))) return false;
  if (url === undefined) return true;
  const split = splitToken(url, subscription.tokenParameter);
  if (split?.url !== state.url) return false;
  return (
    subscription.secret === 'signingKey' ||
    (split.token !== undefined && hashToken(split.token) === state.tokenHashes[0])
  );
}

/** Our subscriptions at the service: by id, by the current URL, and by the URL in the state. */
export async function findOurs(
  ctx: IHookFunctions,
  subscription: RemoteSubscription,
  known: Known,
): Promise<ListedSubscription[]> {
  const { state, url } = known;
  if (!subscription.list) {
    // For a service that cannot list, the state is the only source.
    if (state?.id === undefined) return [];
    return [{ id: state.id, current: isSettled(ctx, subscription, known) }];
  }
  const listed = await subscription.list(ctx, state);
  return listed.filter((one) => {
    if (one.id === state?.id) return true;
    const registered =
      one.url === undefined ? undefined : splitToken(one.url, subscription.tokenParameter)?.url;
    return registered !== undefined && (registered === url || registered === state?.url);
  });
}
