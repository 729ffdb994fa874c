import { cacheKey, ownerOf } from './node-identity';
import type { ListenMode, TriggerContext } from './node-identity';
import { processCache } from './process-cache';
import { isSubscriptionRecord, plainRecord } from './subscription-record';
import type { SubscriptionRecord, SubscriptionState } from './subscription-record';

/** Key in the node's static data: `{ production?: SubscriptionRecord, test?: SubscriptionRecord }`. */
const STATIC_DATA_KEY = 'subscriptions';

/**
 * The state of this node's subscription, or `undefined` if there is none of ours.
 *
 * The newer of the records in static data and in the process wins, and **is written back to static data**: n8n writes
 * the static data of a workflow as a whole and the last writer wins, so an execution that began before the subscription
 * was changed can bring an old record back.
 */
export function loadState(ctx: TriggerContext, mode: ListenMode): SubscriptionState | undefined {
  const record = newestRecord(ctx, mode);
  if (record && record.savedAt !== storedRecord(ctx, mode)?.savedAt) writeRecord(ctx, mode, record);
  return record;
}

/** Saves the state: immediately in the process, in static data as soon as n8n writes it to the database. */
export function saveState(ctx: TriggerContext, mode: ListenMode, state: SubscriptionState): void {
  const { url, id, tokenHashes, recipes, settings, extra } = state;
  const record: SubscriptionRecord = {
    owner: ownerOf(ctx),
    savedAt: nextVersion(ctx, mode),
    url,
    tokenHashes,
    recipes,
    settings,
    ...(id && { id }),
    ...(extra && { extra }),
  };
  processCache(cacheKey(ctx, mode)).subscription = record;
  writeRecord(ctx, mode, record);
}

/** Deletes the state, secrets included. */
export function clearState(ctx: TriggerContext, mode: ListenMode): void {
  const cache = processCache(cacheKey(ctx, mode));
  cache.subscription = { removed: true, savedAt: nextVersion(ctx, mode) };
  cache.unlocked = undefined;
  writeRecord(ctx, mode, undefined);
}

/** `false` if no delivery could be verified. */
export function hasSecret({ tokenHashes, recipes }: SubscriptionState): boolean {
  return tokenHashes.length > 0 || recipes.length > 0;
}

function nextVersion(ctx: TriggerContext, mode: ListenMode): number {
  const stored = readRecords(ctx)[mode];
  return Math.max(
    Date.now(),
    (isSubscriptionRecord(stored) ? stored.savedAt : 0) + 1,
    (processCache(cacheKey(ctx, mode)).subscription?.savedAt ?? 0) + 1,
  );
}

function newestRecord(ctx: TriggerContext, mode: ListenMode): SubscriptionRecord | undefined {
  const stored = storedRecord(ctx, mode);
  const { subscription: cached } = processCache(cacheKey(ctx, mode));
  if (!cached || cached.savedAt <= (stored?.savedAt ?? 0)) return stored;
  return 'removed' in cached ? undefined : cached;
}

/** The record in static data, if it belongs to this node. */
function storedRecord(ctx: TriggerContext, mode: ListenMode): SubscriptionRecord | undefined {
  const stored = readRecords(ctx)[mode];
  return isSubscriptionRecord(stored) && stored.owner === ownerOf(ctx) ? stored : undefined;
}

function readRecords(ctx: TriggerContext): Partial<Record<ListenMode, unknown>> {
  const records = ctx.getWorkflowStaticData('node')[STATIC_DATA_KEY];
  return typeof records === 'object' && records !== null
    ? (records as Partial<Record<ListenMode, unknown>>)
    : {};
}

function writeRecord(ctx: TriggerContext, mode: ListenMode, record: SubscriptionRecord | undefined): void {
  const records: Partial<Record<ListenMode, unknown>> = { ...readRecords(ctx), [mode]: record };
  const { production, test } = records;
  // A new object at the top level: n8n does not notice changes inside an object that was assigned earlier.
  ctx.getWorkflowStaticData('node')[STATIC_DATA_KEY] = {
    ...(isSubscriptionRecord(production) && { production: plainRecord(production) }),
    ...(isSubscriptionRecord(test) && { test: plainRecord(test) }),
  };
}
