import { tokenMatches } from '@signalbox/http-core/webhook';
import type { ListenMode, SubscriptionState } from '@signalbox/http-core/webhook';
import type { IWebhookFunctions } from 'n8n-workflow';

import { load, save, withOrphans } from './state';
import type { WriteOnlySubscription } from './subscription';
import { warnAboutOrphans } from './warn-about-orphans';

/** The subscription that sent a delivery. */
export type SubscriptionMatch = 'current' | 'orphan';

/**
 * Finds the subscription with this token and id. If only one side knows an id, the token decides.
 *
 * @returns `undefined` if it is not one of ours
 */
export function matchSubscription(
  state: SubscriptionState,
  token: unknown,
  deliveredId: string | undefined,
): SubscriptionMatch | undefined {
  const { id, tokenHashes, orphans } = withOrphans(state);
  const fits = (known: string | undefined) =>
    known === undefined || deliveredId === undefined || known === deliveredId;
  if (tokenMatches(token, tokenHashes)) return fits(id) ? 'current' : undefined;
  return orphans.some((one) => tokenMatches(token, [one.tokenHash]) && fits(one.id)) ? 'orphan' : undefined;
}

/**
 * Matches a verified delivery. Saves its id if the subscription was known only by its token, and logs a warning if it
 * is an orphan.
 */
export function recordMatch(
  ctx: IWebhookFunctions,
  subscription: WriteOnlySubscription,
  { token, id }: { token: unknown; id: string },
): SubscriptionMatch | undefined {
  const mode = deliveryMode(ctx);
  const state = load(ctx, mode);
  const match = state && matchSubscription(state, token, id);
  if (match === 'current') {
    if (state!.id === undefined) save(ctx, mode, { ...state!, id });
  } else if (match === 'orphan') {
    const { orphans } = state!;
    const one = orphans.find(({ tokenHash }) => tokenMatches(token, [tokenHash]))!;
    if (one.id === undefined || one.reportedMissing) {
      const named = { ...one, id, reportedMissing: undefined };
      save(ctx, mode, { ...state!, orphans: orphans.map((other) => (other === one ? named : other)) });
      warnAboutOrphans(ctx, subscription, [named]);
    }
  }
  return match;
}

/** Clears a test subscription that has fired, and so has expired. Orphans of earlier tests stay known. */
export function clearFiredTest(ctx: IWebhookFunctions): void {
  const state = load(ctx, 'test');
  if (state) save(ctx, 'test', { ...state, id: undefined, tokenHashes: [] });
}

function deliveryMode(ctx: IWebhookFunctions): ListenMode {
  return ctx.getMode() === 'manual' ? 'test' : 'production';
}
