import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { plainText } from '../../errors/plain-text';
import { log } from '../../platform/log';
import { assertReadable } from './assert-readable';
import { MIN_KEY_CHARACTERS, readSignedToken, signedToken } from '../verify/signed-token';
import type { TokenSigner } from '../verify/signed-token';
import { clearState, ownerOf, loadState, saveState } from '../state/subscription-state';
import type { OrphanedSubscription, ListenMode, SubscriptionState } from '../state/subscription-state';
import { webhookEndpoint } from './webhook-endpoint';
import { hashToken, newToken, tokenMatches, withToken } from '../verify/url-token';

/*
 * Subscriptions at a service that can neither list them nor surely remove them, and whose deliveries are unsigned.
 *
 * There each registration may be for ever, so as few as possible are made: one that is there and fits is used again. What
 * cannot be removed is remembered as left behind, with its id; it goes on calling, is answered 200, and starts nothing.
 * Its token is signed (see signed-token.ts), so what a crash made us forget is recognised by its first call.
 */

/** What should exist at the service. */
export interface DesiredNonListable {
  /** The URL to register, with its token. */
  callbackUrl: string;
  /** The token in it, to be kept out of messages. */
  token: string;
  /** For a test in the editor, after which it should vanish by itself. */
  isTest: boolean;
  /** To be called when a failed registration may have been carried out all the same. */
  onAmbiguous(): void;
}

/** What came of an attempt to remove one: it is gone; the service does not know it; it is still there. */
export type Removal = 'deleted' | 'not-found' | 'failed';

/** How to reach the subscriptions of one such service. */
export interface NonListableSubscription {
  /** What distinguishes one subscription from another (account, filter), as a stable string without secrets. */
  settings(ctx: IHookFunctions | IWebhookFunctions): Promise<string>;
  /** Whether one that was registered with some settings delivers all that is wanted; the rest is filtered here. */
  covers(registered: string, wanted: string): boolean;
  /** A secret of the credential. One that is too short to sign with costs the recognition of what was forgotten. */
  key(ctx: IHookFunctions | IWebhookFunctions): Promise<string>;
  /** Creates one and returns its id. */
  create(ctx: IHookFunctions, desired: DesiredNonListable): Promise<string>;
  /** Whether removal is to be tried at all. */
  canRemove(ctx: IHookFunctions): boolean;
  /** Does not throw. */
  remove(ctx: IHookFunctions, id: string, settings: string): Promise<Removal>;
  /** Ids of which the user says that they do not exist any more. */
  dismissedIds(ctx: IHookFunctions): readonly string[];
  /** Whether the user wants an error rather than a second one beside what is left. */
  refusesOrphans(ctx: IHookFunctions): boolean;
  /** One in a few words, with its id, for log and errors. */
  describe(one: OrphanedSubscription): string;
  /** What the user can do about those that are left. */
  hint: string;
}

/** Left ones remembered for a node. With more than this something is wrong, and no further one is registered. */
const MAX_ORPHANS = 50;

/**
 * Milliseconds in which a registration whose answer was lost is not repeated. n8n tries to activate five times within
 * a quarter of a minute, and each time might leave one more behind.
 */
const AMBIGUITY_MS = 60_000;

/** For `webhookMethods.default.checkExists`: whether one is remembered that fits. The service cannot be asked. */
export async function checkNonListable(
  ctx: IHookFunctions,
  subscription: NonListableSubscription,
): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  assertReadable(ctx);
  const memory = loadState(ctx, mode);
  // One for a test may have fired, and vanished, since it was registered.
  if (mode === 'test' || memory?.id === undefined || memory.url !== url) return false;
  if (subscription.dismissedIds(ctx).includes(memory.id)) return false;
  const wanted = await subscription.settings(ctx);
  return (
    memory.settings === wanted ||
    (!subscription.canRemove(ctx) && subscription.covers(memory.settings, wanted))
  );
}

/**
 * For `webhookMethods.default.create`: uses one that fits, or registers another after it has removed what it may.
 *
 * @throws NodeOperationError when the user wants no second one, when too many are left, and for a while after a
 *   registration that may have succeeded
 */
export async function createNonListable(
  ctx: IHookFunctions,
  subscription: NonListableSubscription,
): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  assertReadable(ctx);
  const wanted = await subscription.settings(ctx);
  const now = Date.now();
  const gone = subscription.dismissedIds(ctx);
  const all = allKnown(loadState(ctx, mode), now).filter(({ id }) => id === undefined || !gone.includes(id));
  const doubtful = all.find(
    (one) => one.id === undefined && one.settings === wanted && now - one.since < AMBIGUITY_MS,
  );
  let orphans = all.filter(({ id }) => id !== undefined);

  const mayBeUsed = (one: OrphanedSubscription) =>
    mode === 'production' && one.url === url && !one.reportedMissing;
  let found = orphans.find((one) => mayBeUsed(one) && one.settings === wanted);
  if (subscription.canRemove(ctx)) {
    orphans = await removeAll(ctx, subscription, orphans, found);
  }
  found ??= orphans.findLast((one) => mayBeUsed(one) && subscription.covers(one.settings, wanted));
  if (found) {
    const rest = orphans.filter((one) => one !== found);
    saveState(ctx, mode, {
      url,
      id: found.id!,
      tokenHashes: [found.tokenHash],
      recipes: [],
      settings: found.settings,
      since: found.since,
      orphans: rest,
    });
    log(ctx, 'info', `Used again: ${subscription.describe(found)}`);
    warnAboutOrphans(ctx, subscription, rest);
    return true;
  }

  const pending = doubtful ? [...orphans, doubtful] : orphans;
  const idle: SubscriptionState = { ...nothingAt(url), orphans: newestOrphans(pending) };
  saveState(ctx, mode, idle);
  if (mode === 'production')
    assertMayRegister(ctx, subscription, { orphans, isDoubtful: doubtful !== undefined });

  const signer = await signerOf(ctx, subscription, mode);
  const token = signer ? signedToken(signer, wanted, now) : newToken();
  const tokenHash = hashToken(token);
  // Remembered before the service hears of the token: it may call at once.
  const fresh = { ...idle, tokenHashes: [tokenHash], settings: wanted, since: now };
  saveState(ctx, mode, fresh);
  const desired: DesiredNonListable = {
    callbackUrl: withToken(url, token),
    token,
    isTest: mode === 'test',
    onAmbiguous: () =>
      saveState(ctx, mode, {
        ...idle,
        orphans: [...orphansNow(ctx, mode), { url, tokenHash, settings: wanted, since: Date.now() }],
      }),
  };
  const id = await subscription.create(ctx, desired);
  // Meanwhile others may have called and been recognised.
  saveState(ctx, mode, { ...fresh, id, orphans: orphansNow(ctx, mode) });
  warnAboutOrphans(ctx, subscription, orphans);
  return true;
}

/** For `webhookMethods.default.delete`: removes what it may, and remembers what is left. Never throws because of the service. */
export async function removeNonListable(
  ctx: IHookFunctions,
  subscription: NonListableSubscription,
): Promise<boolean> {
  const { url, mode } = webhookEndpoint(ctx);
  const memory = loadState(ctx, mode);
  let orphans = allKnown(memory, Date.now());
  if (subscription.canRemove(ctx)) orphans = await removeAll(ctx, subscription, orphans);
  if (orphans.length === 0) clearState(ctx, mode);
  else saveState(ctx, mode, { ...nothingAt(url), orphans: newestOrphans(orphans) });
  warnAboutOrphans(ctx, subscription, orphans);
  return true;
}

/** Forgets a test subscription that has fired, and so has vanished. What was left by earlier tests stays known. */
export function clearFiredTest(ctx: IWebhookFunctions): void {
  const memory = loadState(ctx, 'test');
  if (memory) saveState(ctx, 'test', { ...memory, id: undefined, tokenHashes: [] });
}

/**
 * To be called with the token of a delivery before it is handled: makes room in the memory for a token that is ours though
 * we have forgotten it, and corrects a memory that is older than what is registered.
 *
 * Of several that deliver, the one counts that was registered last: a memory that came back from a backup may take one for
 * current that is not there any more. So one that was forgotten becomes the current one if it is for the present settings,
 * and newer than the current one, or that does not fit; also if its settings are forgotten, but nothing better is known.
 * What it delivers besides is filtered as ever.
 */
export async function recognizeToken(
  ctx: IWebhookFunctions,
  subscription: NonListableSubscription,
  token: unknown,
): Promise<void> {
  // A test is over in minutes, and what it has registered vanishes by itself.
  if (modeOf(ctx) === 'test') return;
  const memory = loadState(ctx, 'production');
  if (memory && tokenMatches(token, memory.tokenHashes)) return;
  const known = memory?.orphans?.find(({ tokenHash }) => tokenMatches(token, [tokenHash]));
  // Of one that was recognised while something else was wanted, it is not known yet what it is for.
  const isUnsure = !known || known.settings === '';
  const signer = isUnsure ? await signerOf(ctx, subscription, 'production') : undefined;
  const content = signer && readSignedToken(token, signer);
  if (!known && !content) return;

  const wanted = await subscription.settings(ctx);
  const hasCurrent = memory !== undefined && memory.tokenHashes.length > 0;
  const isFitting = hasCurrent && subscription.covers(memory.settings, wanted);
  const one: OrphanedSubscription = {
    ...(known ?? {
      url: memory?.url ?? new URL(ctx.getNodeWebhookUrl('default') ?? '').href,
      tokenHash: hashToken(token as string),
      since: content!.issuedAt,
    }),
    settings: known?.settings || (content?.isFor(wanted) ? wanted : ''),
  };
  const fits = one.settings !== '' && subscription.covers(one.settings, wanted);
  const isNewer = content !== undefined && content.issuedAt > (memory?.since ?? 0);
  const becomesCurrent = fits
    ? !isFitting || isNewer
    : !known && one.settings === '' && (!hasCurrent || (!isFitting && isNewer));
  if (becomesCurrent) {
    const others = allKnown(memory, Date.now()).filter(({ tokenHash }) => tokenHash !== one.tokenHash);
    saveState(ctx, 'production', {
      url: one.url,
      ...(one.id !== undefined && { id: one.id }),
      tokenHashes: [one.tokenHash],
      recipes: [],
      settings: one.settings,
      since: one.since,
      orphans: newestOrphans(others),
    });
  } else if (!known && (memory?.orphans ?? []).length < MAX_ORPHANS) {
    const base = memory ?? nothingAt(one.url);
    saveState(ctx, 'production', { ...base, orphans: [...(base.orphans ?? []), one] });
  }
}

/** What a delivery is from: the current subscription, or one that is left behind. */
export type SubscriptionMatch = 'current' | 'orphan';

/**
 * What a delivery with this token and this id is from; `undefined`: none of ours. Where only one side knows an id, the token
 * decides alone.
 */
export function matchSubscription(
  { id, tokenHashes, orphans = [] }: SubscriptionState,
  token: unknown,
  deliveredId: string | undefined,
): SubscriptionMatch | undefined {
  const fits = (known: string | undefined) =>
    known === undefined || deliveredId === undefined || known === deliveredId;
  if (tokenMatches(token, tokenHashes)) return fits(id) ? 'current' : undefined;
  return orphans.some((one) => tokenMatches(token, [one.tokenHash]) && fits(one.id)) ? 'orphan' : undefined;
}

/**
 * The standing of a verified delivery. Writes down its id where the subscription was known by its token alone, and says
 * so where it is left behind.
 */
export function recordMatch(
  ctx: IWebhookFunctions,
  subscription: NonListableSubscription,
  { token, id }: { token: unknown; id: string },
): SubscriptionMatch | undefined {
  const mode = modeOf(ctx);
  const memory = loadState(ctx, mode);
  const standing = memory && matchSubscription(memory, token, id);
  if (standing === 'current') {
    if (memory!.id === undefined) saveState(ctx, mode, { ...memory!, id });
  } else if (standing === 'orphan') {
    const { orphans = [] } = memory!;
    const one = orphans.find(({ tokenHash }) => tokenMatches(token, [tokenHash]))!;
    if (one.id === undefined || one.reportedMissing) {
      const { reportedMissing: _, ...alive } = one;
      const named = { ...alive, id };
      saveState(ctx, mode, { ...memory!, orphans: orphans.map((other) => (other === one ? named : other)) });
      warnAboutOrphans(ctx, subscription, [named]);
    }
  }
  return standing;
}

/** Those that are left behind, as far as their ids are known. */
export function knownOrphans(ctx: IWebhookFunctions, mode: ListenMode): OrphanedSubscription[] {
  return (loadState(ctx, mode)?.orphans ?? []).filter(({ id }) => id !== undefined);
}

/** All that may exist at the service: the left ones, and the current one last. */
function allKnown(memory: SubscriptionState | undefined, now: number): OrphanedSubscription[] {
  if (!memory) return [];
  const { id, url, tokenHashes, settings, since = now, orphans = [] } = memory;
  // Without an id it was refused, or is remembered as doubtful.
  if (id === undefined) return [...orphans];
  return [...orphans, { id, url, tokenHash: tokenHashes[0] ?? '', settings, since }];
}

/** Tries to remove all but one. Returns what is left, that one included. */
async function removeAll(
  ctx: IHookFunctions,
  subscription: NonListableSubscription,
  all: readonly OrphanedSubscription[],
  keep?: OrphanedSubscription,
): Promise<OrphanedSubscription[]> {
  const outcomes = new Map<OrphanedSubscription, Removal>();
  for (const one of all) {
    if (one === keep || one.id === undefined) continue;
    outcomes.set(one, await subscription.remove(ctx, one.id, one.settings));
  }
  // Where another one could be removed, that function exists, and "unknown" means what it says.
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
  subscription: NonListableSubscription,
  { orphans, isDoubtful }: { orphans: readonly OrphanedSubscription[]; isDoubtful: boolean },
): void {
  const names = plainText(orphans.map(subscription.describe).join('; '));
  if (isDoubtful) {
    throw new NodeOperationError(
      ctx.getNode(),
      'The service may have registered this already: its answer was lost',
      {
        description:
          'It cannot be asked, and what it registers may be there for ever, so nothing is registered again right now. Publish the workflow once more in a minute. Should there be one too many then, it is recognised when it first calls.',
      },
    );
  }
  const live = orphans.filter(({ reportedMissing }) => !reportedMissing).length;
  if (live >= MAX_ORPHANS) {
    throw new NodeOperationError(
      ctx.getNode(),
      `${live} registrations were left behind, so no further one is made`,
      {
        description: `${subscription.hint} Left are: ${names}`,
      },
    );
  }
  if (orphans.length > 0 && subscription.refusesOrphans(ctx)) {
    throw new NodeOperationError(ctx.getNode(), `Left behind and in the way: ${names}`, {
      description: subscription.hint,
    });
  }
}

function warnAboutOrphans(
  ctx: IHookFunctions | IWebhookFunctions,
  { describe, hint }: NonListableSubscription,
  orphans: readonly OrphanedSubscription[],
): void {
  for (const one of orphans) {
    if (one.id !== undefined) log(ctx, 'warn', `Left behind at the service: ${describe(one)}. ${hint}`);
  }
}

async function signerOf(
  ctx: IHookFunctions | IWebhookFunctions,
  subscription: NonListableSubscription,
  mode: ListenMode,
): Promise<TokenSigner | undefined> {
  const key = await subscription.key(ctx);
  return key.length < MIN_KEY_CHARACTERS ? undefined : { key, owner: `${ownerOf(ctx)}/${mode}` };
}

function orphansNow(ctx: IHookFunctions, mode: ListenMode): OrphanedSubscription[] {
  return loadState(ctx, mode)?.orphans ?? [];
}

function nothingAt(url: string): SubscriptionState {
  return { url, tokenHashes: [], recipes: [], settings: '' };
}

/**
 * As many as may be remembered: older ones give way that the service denies, and those of tests, which vanish by
 * themselves. Of the others there are no more than that.
 */
function newestOrphans(orphans: readonly OrphanedSubscription[]): OrphanedSubscription[] {
  const denied = orphans.filter((one) => one.reportedMissing);
  const others = orphans.filter((one) => !one.reportedMissing);
  const dropped = new Set([...denied.slice(0, -MAX_ORPHANS), ...others.slice(0, -MAX_ORPHANS - 1)]);
  return orphans.filter((one) => !dropped.has(one));
}

function modeOf(ctx: IWebhookFunctions): ListenMode {
  return ctx.getMode() === 'manual' ? 'test' : 'production';
}
