import { createHash } from 'node:crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { SecretRecipe } from '../verify/credential-secret';
import { processCache } from './process-cache';

/** A production and a test subscription live side by side and never share anything but the node. */
export type ListenMode = 'production' | 'test';

/** What a trigger node remembers of its subscription. */
export interface SubscriptionState {
  /** Callback URL without the token. */
  url: string;
  /** The service's id; absent from before the creation until the service has answered. */
  id?: string;
  /** SHA-256 of accepted random tokens, newest first; two only while the remote side is being changed. */
  tokenHashes: string[];
  /** How the secrets that the credential alone holds come out of it, newest first. */
  recipes: SecretRecipe[];
  /** The settings the subscription was last created or repaired with. */
  settings: string;
  /** Unix milliseconds of the registration, where the service cannot list what it has. */
  since?: number;
  /** What may still exist at a service that can neither list nor surely remove subscriptions, oldest first. */
  orphans?: OrphanedSubscription[];
}

/** A subscription that is not wanted any more, and may exist all the same. */
export interface OrphanedSubscription {
  /** Absent until it is heard of, where the answer that named it was lost. */
  id?: string;
  /** Callback URL without the token. */
  url: string;
  tokenHash: string;
  /** Empty where they are not known. */
  settings: string;
  /** Unix milliseconds of the registration. */
  since: number;
  /** The service says that it does not exist, but may say so of every id, having no such function. */
  reportedMissing?: boolean;
}

/** A memory as stored: with its owner and a version. */
export interface SubscriptionRecord extends SubscriptionState {
  owner: string;
  /** Unix milliseconds, ever growing. Decides which of two copies is newer. */
  savedAt: number;
}

type Context = IHookFunctions | IWebhookFunctions;

/** Key in the node's static data: `{ production?: SubscriptionRecord, test?: SubscriptionRecord }`. */
const STATIC_DATA_KEY = 'subscriptions';

/**
 * Who the memory belongs to. Static data travels with exported and imported workflows; a copy that trusted it would
 * repair, and so take over, the subscription of its original. The webhook id is what makes a node's URL its own;
 * workflows built through n8n's API may lack it.
 */
export function ownerOf(ctx: Context): string {
  const known = owners.get(ctx);
  if (known !== undefined) return known;
  const { id, webhookId } = ctx.getNode();
  const identity = [ctx.getInstanceId(), ctx.getWorkflow().id ?? '', webhookId ?? id];
  const owner = createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 22);
  owners.set(ctx, owner);
  return owner;
}

/** A delivery asks a dozen times, and each time n8n would copy the whole node. */
const owners = new WeakMap<Context, string>();

/** Key of the process memory of this node in this mode. */
export function cacheKey(ctx: Context, mode: ListenMode): string {
  return `${ownerOf(ctx)}/${mode}`;
}

/**
 * The memory of this node's subscription, or `undefined` when there is none of ours.
 *
 * The newer of the record in static data and the one in the process wins, and is written back to static data: n8n
 * writes the static data of a workflow whole and the last writer wins, so an execution that began before the
 * subscription was changed can bring the old record back.
 */
export function loadState(ctx: Context, mode: ListenMode): SubscriptionState | undefined {
  const record = newestRecord(ctx, mode);
  if (record && record.savedAt !== storedRecord(ctx, mode)?.savedAt) writeRecord(ctx, mode, record);
  return record;
}

/** Remembers `memory`, at once in the process, and in static data as soon as n8n saves it. */
export function saveState(ctx: Context, mode: ListenMode, memory: SubscriptionState): void {
  const { url, id, tokenHashes, recipes, settings, since, orphans } = memory;
  const owner = ownerOf(ctx);
  const record: SubscriptionRecord = {
    owner,
    savedAt: nextVersion(ctx, mode),
    url,
    tokenHashes,
    recipes,
    settings,
    ...(id && { id }),
    ...(since !== undefined && { since }),
    ...(orphans && orphans.length > 0 && { orphans }),
  };
  processCache(`${owner}/${mode}`).subscription = record;
  writeRecord(ctx, mode, record);
}

/** Forgets the subscription, secrets included. */
export function clearState(ctx: Context, mode: ListenMode): void {
  const memory = processCache(cacheKey(ctx, mode));
  memory.subscription = { removed: true, savedAt: nextVersion(ctx, mode) };
  memory.unlocked = undefined;
  writeRecord(ctx, mode, undefined);
}

/** Whether there is anything a delivery could be verified with. */
export function hasSecret({ tokenHashes, recipes, orphans = [] }: SubscriptionState): boolean {
  return tokenHashes.length > 0 || orphans.length > 0 || recipes.length > 0;
}

function nextVersion(ctx: Context, mode: ListenMode): number {
  const stored = readRecords(ctx)[mode];
  return Math.max(
    Date.now(),
    (isRecord(stored) ? stored.savedAt : 0) + 1,
    (processCache(cacheKey(ctx, mode)).subscription?.savedAt ?? 0) + 1,
  );
}

function newestRecord(ctx: Context, mode: ListenMode): SubscriptionRecord | undefined {
  const stored = storedRecord(ctx, mode);
  const { subscription: known } = processCache(cacheKey(ctx, mode));
  if (!known || known.savedAt <= (stored?.savedAt ?? 0)) return stored;
  return 'removed' in known ? undefined : known;
}

/** The record in static data, if it is this node's own. */
function storedRecord(ctx: Context, mode: ListenMode): SubscriptionRecord | undefined {
  const stored = readRecords(ctx)[mode];
  return isRecord(stored) && stored.owner === ownerOf(ctx) ? stored : undefined;
}

function readRecords(ctx: Context): Partial<Record<ListenMode, unknown>> {
  const records = ctx.getWorkflowStaticData('node')[STATIC_DATA_KEY];
  return typeof records === 'object' && records !== null
    ? (records as Partial<Record<ListenMode, unknown>>)
    : {};
}

function writeRecord(ctx: Context, mode: ListenMode, record: SubscriptionRecord | undefined): void {
  const records: Partial<Record<ListenMode, unknown>> = { ...readRecords(ctx), [mode]: record };
  const { production, test } = records;
  // A new object at the top level: n8n does not notice changes inside an object that was assigned earlier.
  ctx.getWorkflowStaticData('node')[STATIC_DATA_KEY] = {
    ...(isRecord(production) && { production: plain(production) }),
    ...(isRecord(test) && { test: plain(test) }),
  };
}

/** A copy without n8n's change-tracking proxies, which must not be nested into each other. */
function plain({ orphans, ...record }: SubscriptionRecord): IDataObject {
  return {
    ...record,
    tokenHashes: [...record.tokenHashes],
    recipes: record.recipes.map((one) => ({ ...one })),
    ...(orphans && { orphans: orphans.map((one) => ({ ...one })) }),
  };
}

function isRecord(value: unknown): value is SubscriptionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { owner, savedAt, url, id, settings, since, orphans, tokenHashes, recipes } = value as Record<
    string,
    unknown
  >;
  return (
    [owner, url, settings].every((text) => typeof text === 'string') &&
    typeof savedAt === 'number' &&
    (id === undefined || typeof id === 'string') &&
    (since === undefined || typeof since === 'number') &&
    (orphans === undefined || (Array.isArray(orphans) && orphans.every(isOrphan))) &&
    Array.isArray(tokenHashes) &&
    tokenHashes.every((text) => typeof text === 'string') &&
    Array.isArray(recipes) &&
    recipes.every(isRecipe)
  );
}

function isRecipe(value: unknown): value is SecretRecipe {
  if (typeof value !== 'object' || value === null) return false;
  const { nonce, check } = value as Record<string, unknown>;
  return (nonce === undefined || typeof nonce === 'string') && typeof check === 'string';
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
