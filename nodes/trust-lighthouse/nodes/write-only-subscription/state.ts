import { loadState, saveState } from '@signalbox/http-core/webhook';
import type { ListenMode, SubscriptionState } from '@signalbox/http-core/webhook';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { OrphanedSubscription } from './subscription';

/** The state of a subscription together with the orphans of its node. */
export interface WriteOnlyState extends SubscriptionState {
  /** Unix milliseconds of the registration; absent for one that has not been made. */
  since?: number;
  /** Oldest first. */
  orphans: OrphanedSubscription[];
}

/** Orphans stored per node. With more than this something is wrong, and no further subscription is registered. */
export const MAX_ORPHANS = 50;

export function load(ctx: IHookFunctions | IWebhookFunctions, mode: ListenMode): WriteOnlyState | undefined {
  const state = loadState(ctx, mode);
  return state && withOrphans(state);
}

export function save(
  ctx: IHookFunctions | IWebhookFunctions,
  mode: ListenMode,
  { since, orphans, ...state }: WriteOnlyState,
): void {
  const extra = {
    ...(since !== undefined && { since }),
    ...(orphans.length > 0 && { orphans: orphans.map((one) => ({ ...one })) }),
  };
  saveState(ctx, mode, { ...state, extra: Object.keys(extra).length > 0 ? extra : undefined });
}

/** The state with its orphans. Static data may be damaged; malformed orphans count as none. */
export function withOrphans(state: SubscriptionState): WriteOnlyState {
  const { since, orphans } = state.extra ?? {};
  return {
    ...state,
    ...(typeof since === 'number' && { since }),
    orphans: Array.isArray(orphans) ? [...(orphans as unknown[])].filter(isOrphan) : [],
  };
}

/** A state in which nothing is registered. */
export function emptyState(url: string): WriteOnlyState {
  return { url, tokenHashes: [], recipes: [], settings: '', orphans: [] };
}

/** Everything that may exist at the service: the orphans, and the current subscription last. */
export function allSubscriptions(state: WriteOnlyState | undefined, now: number): OrphanedSubscription[] {
  if (!state) return [];
  const { id, url, tokenHashes, settings, since = now, orphans } = state;
  // Without an id the registration was refused, or is stored as an orphan of unknown id.
  if (id === undefined) return [...orphans];
  return [...orphans, { id, url, tokenHash: tokenHashes[0] ?? '', settings, since }];
}

/**
 * The orphans that fit into the state. Dropped are the oldest that the service reported missing, and the oldest of
 * tests, which expire by themselves; there are never more of the others.
 */
export function newestOrphans(orphans: readonly OrphanedSubscription[]): OrphanedSubscription[] {
  const missing = orphans.filter((one) => one.reportedMissing);
  const others = orphans.filter((one) => !one.reportedMissing);
  const dropped = new Set([...missing.slice(0, -MAX_ORPHANS), ...others.slice(0, -MAX_ORPHANS - 1)]);
  return orphans.filter((one) => !dropped.has(one));
}

/** The orphans with a known id. */
export function knownOrphans(ctx: IWebhookFunctions, mode: ListenMode): OrphanedSubscription[] {
  return (load(ctx, mode)?.orphans ?? []).filter(({ id }) => id !== undefined);
}

function isOrphan(value: unknown): value is OrphanedSubscription {
  if (typeof value !== 'object' || value === null) return false;
  const { id, url, tokenHash, settings, since } = value as Record<string, unknown>;
  return (
    [url, tokenHash, settings].every((text) => typeof text === 'string') &&
    typeof since === 'number' &&
    (id === undefined || typeof id === 'string')
  );
}
