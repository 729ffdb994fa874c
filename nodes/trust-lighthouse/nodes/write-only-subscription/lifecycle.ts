import { plainText } from '@signalbox/http-core/errors';
import { log } from '@signalbox/http-core';
import {
  assertReadable,
  clearState,
  hashToken,
  newToken,
  webhookEndpoint,
  withToken,
} from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { signedToken } from './signed-token';
import { signerOf } from './signer-of';
import { allSubscriptions, emptyState, load, MAX_ORPHANS, newestOrphans, save } from './state';
import type { WriteOnlyState } from './state';
import type { DesiredWriteOnly, OrphanedSubscription, Removal, WriteOnlySubscription } from './subscription';
import { warnAboutOrphans } from './warn-about-orphans';

/**
 * Milliseconds in which an ambiguous registration is not repeated. n8n tries to activate five times within 15 seconds,
 * and each attempt could create one more orphan.
 */
const AMBIGUITY_MS = 60_000;

/** Implements `webhookMethods.default.checkExists`: `true` if the state fits. The service cannot be asked. */
export async function checkWriteOnly(
  ctx: IHookFunctions,
  subscription: WriteOnlySubscription,
): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  assertReadable(ctx);
  const state = load(ctx, mode);
  // A test subscription may have fired, and so expired, since it was registered.
  if (mode === 'test' || state?.id === undefined || state.url !== url) return false;
  if (subscription.dismissedIds(ctx).includes(state.id)) return false;
  const wanted = await subscription.settings(ctx);
  return (
    state.settings === wanted || (!subscription.canRemove(ctx) && subscription.covers(state.settings, wanted))
  );
}

/**
 * Implements `webhookMethods.default.create`: uses a fitting subscription again, or removes what it may and registers a
 * new one.
 *
 * @throws NodeOperationError if the user refuses orphans, if there are too many of them, and for a while after an
 *   ambiguous registration
 */
export async function createWriteOnly(
  ctx: IHookFunctions,
  subscription: WriteOnlySubscription,
): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  assertReadable(ctx);
  const wanted = await subscription.settings(ctx);
  const now = Date.now();
  const dismissed = subscription.dismissedIds(ctx);
  const all = allSubscriptions(load(ctx, mode), now).filter(
    ({ id }) => id === undefined || !dismissed.includes(id),
  );
  const ambiguous = all.find(
    (one) => one.id === undefined && one.settings === wanted && now - one.since < AMBIGUITY_MS,
  );
  let orphans = all.filter(({ id }) => id !== undefined);

  const isReusable = (one: OrphanedSubscription) =>
    mode === 'production' && one.url === url && !one.reportedMissing;
  let found = orphans.find((one) => isReusable(one) && one.settings === wanted);
  if (subscription.canRemove(ctx)) {
    orphans = await removeAll(ctx, subscription, orphans, found);
  }
  found ??= orphans.findLast((one) => isReusable(one) && subscription.covers(one.settings, wanted));
  if (found) {
    const rest = orphans.filter((one) => one !== found);
    save(ctx, mode, {
      url,
      id: found.id!,
      tokenHashes: [found.tokenHash],
      recipes: [],
      settings: found.settings,
      since: found.since,
      orphans: rest,
    });
    log(ctx, 'info', `Using an existing registration again: ${subscription.describe(found)}`);
    warnAboutOrphans(ctx, subscription, rest);
    return true;
  }

  const pending = ambiguous ? [...orphans, ambiguous] : orphans;
  const idle: WriteOnlyState = { ...emptyState(url), orphans: newestOrphans(pending) };
  save(ctx, mode, idle);
  if (mode === 'production')
    assertMayRegister(ctx, subscription, { orphans, isAmbiguous: ambiguous !== undefined });

  const signer = await signerOf(ctx, subscription, mode);
  const token = signer ? signedToken(signer, wanted, now) : newToken();
  const tokenHash = hashToken(token);
  // Save the hash before the service learns the token: it may call immediately.
  const fresh = { ...idle, tokenHashes: [tokenHash], settings: wanted, since: now };
  save(ctx, mode, fresh);
  const desired: DesiredWriteOnly = {
    callbackUrl: withToken(url, token),
    token,
    isTest: mode === 'test',
    onAmbiguous: () =>
      save(ctx, mode, {
        ...idle,
        orphans: [
          ...(load(ctx, mode)?.orphans ?? []),
          { url, tokenHash, settings: wanted, since: Date.now() },
        ],
      }),
  };
  const id = await subscription.create(ctx, desired);
  // Load the orphans again: some may have called and been recognized since.
  save(ctx, mode, { ...fresh, id, orphans: load(ctx, mode)?.orphans ?? [] });
  warnAboutOrphans(ctx, subscription, orphans);
  return true;
}

/**
 * Implements `webhookMethods.default.delete`: removes what it may; the rest becomes orphans. Service errors never
 * throw.
 */
export async function removeWriteOnly(
  ctx: IHookFunctions,
  subscription: WriteOnlySubscription,
): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  const state = load(ctx, mode);
  let orphans = allSubscriptions(state, Date.now());
  if (subscription.canRemove(ctx)) orphans = await removeAll(ctx, subscription, orphans);
  if (orphans.length === 0) clearState(ctx, mode);
  else save(ctx, mode, { ...emptyState(url), orphans: newestOrphans(orphans) });
  warnAboutOrphans(ctx, subscription, orphans);
  return true;
}

/** Tries to remove all except `keep`. Returns the ones that may still exist, `keep` included. */
async function removeAll(
  ctx: IHookFunctions,
  subscription: WriteOnlySubscription,
  all: readonly OrphanedSubscription[],
  keep?: OrphanedSubscription,
): Promise<OrphanedSubscription[]> {
  const outcomes = new Map<OrphanedSubscription, Removal>();
  for (const one of all) {
    if (one === keep || one.id === undefined) continue;
    outcomes.set(one, await subscription.remove(ctx, one.id, one.settings));
  }
  // If another one could be removed, the service has a removal, and its "not found" can be trusted.
  const isTrusted = [...outcomes.values()].includes('deleted');
  return all
    .filter((one) => {
      const outcome = outcomes.get(one);
      return outcome !== 'deleted' && !(outcome === 'not-found' && isTrusted);
    })
    .map((one) => (outcomes.get(one) === 'not-found' ? { ...one, reportedMissing: true } : one));
}

function assertMayRegister(
  ctx: IHookFunctions,
  subscription: WriteOnlySubscription,
  { orphans, isAmbiguous }: { orphans: readonly OrphanedSubscription[]; isAmbiguous: boolean },
): void {
  const names = plainText(orphans.map(subscription.describe).join('; '));
  if (isAmbiguous) {
    throw new NodeOperationError(
      ctx.getNode(),
      'The service may have registered this already: its response was lost',
      {
        description:
          'The service cannot be asked, and a registration may stay forever, so the node does not register again right now. Publish the workflow again in a minute. If there is one registration too many then, the node recognizes it on its first call.',
      },
    );
  }
  const live = orphans.filter(({ reportedMissing }) => !reportedMissing).length;
  if (live >= MAX_ORPHANS) {
    throw new NodeOperationError(
      ctx.getNode(),
      `${live} registrations were left behind, so the node does not make another one`,
      {
        description: `${subscription.hint} Left behind: ${names}`,
      },
    );
  }
  if (orphans.length > 0 && subscription.refusesOrphans(ctx)) {
    throw new NodeOperationError(ctx.getNode(), `Left behind and in the way: ${names}`, {
      description: subscription.hint,
    });
  }
}
