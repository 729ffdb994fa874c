import { hashToken, tokenMatches } from '@signalbox/http-core/webhook';
import type { IWebhookFunctions } from 'n8n-workflow';

import { readSignedToken } from './signed-token';
import { signerOf } from './signer-of';
import { allSubscriptions, emptyState, load, MAX_ORPHANS, newestOrphans, save } from './state';
import type { OrphanedSubscription, WriteOnlySubscription } from './subscription';

/**
 * Adopts a lost subscription of ours by the token of its delivery. Call it before the delivery is handled.
 *
 * A crash can lose a registration, and a restored backup can bring back a state whose current subscription no longer
 * exists. So the subscription registered last wins: a lost one becomes current if it fits the wanted settings and the
 * current one does not, or is older. With unknown settings it becomes current only if there is nothing better.
 * Otherwise it becomes an orphan. Its deliveries are filtered as usual.
 */
export async function recognizeToken(
  ctx: IWebhookFunctions,
  subscription: WriteOnlySubscription,
  token: unknown,
): Promise<void> {
  // A test is over in minutes, and its subscription expires by itself.
  if (ctx.getMode() === 'manual') return;
  const state = load(ctx, 'production');
  if (state && tokenMatches(token, state.tokenHashes)) return;
  const known = state?.orphans.find(({ tokenHash }) => tokenMatches(token, [tokenHash]));
  // An orphan adopted while other settings were wanted has unknown settings until now.
  const isUnsure = !known || known.settings === '';
  const signer = isUnsure ? await signerOf(ctx, subscription, 'production') : undefined;
  const content = signer && readSignedToken(token, signer);
  if (!known && !content) return;

  const wanted = await subscription.settings(ctx);
  const hasCurrent = state !== undefined && state.tokenHashes.length > 0;
  const isFitting = hasCurrent && subscription.covers(state.settings, wanted);
  const one: OrphanedSubscription = {
    ...(known ?? {
      url: state?.url ?? new URL(ctx.getNodeWebhookUrl('default') ?? '').href,
      tokenHash: hashToken(token as string),
      since: content!.issuedAt,
    }),
    settings: known?.settings || (content?.isFor(wanted) ? wanted : ''),
  };
  const fits = one.settings !== '' && subscription.covers(one.settings, wanted);
  const isNewer = content !== undefined && content.issuedAt > (state?.since ?? 0);
  const becomesCurrent = fits
    ? !isFitting || isNewer
    : !known && one.settings === '' && (!hasCurrent || (!isFitting && isNewer));
  if (becomesCurrent) {
    const others = allSubscriptions(state, Date.now()).filter(({ tokenHash }) => tokenHash !== one.tokenHash);
    save(ctx, 'production', {
      url: one.url,
      ...(one.id !== undefined && { id: one.id }),
      tokenHashes: [one.tokenHash],
      recipes: [],
      settings: one.settings,
      since: one.since,
      orphans: newestOrphans(others),
    });
  } else if (!known && (state?.orphans.length ?? 0) < MAX_ORPHANS) {
    const base = state ?? emptyState(one.url);
    save(ctx, 'production', { ...base, orphans: [...base.orphans, one] });
  }
}
