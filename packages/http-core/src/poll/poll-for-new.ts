import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { plainText } from '../errors/plain-text';
import { log } from '../platform/log';
import { pollBudgetMs } from './poll-budget';
import { openProgress } from './progress';
import { decodeSeen, encodeSeen, fingerprintOf, pruneSeen } from './seen-items';
import type { SeenItems } from './seen-items';

/** Which page of which listing to fetch. */
export interface PollQuery {
  /** Items of this time (inclusive) and later are wanted; items before it may be returned and are ignored. `undefined`: any, newest preferred (samples for the editor). */
  since: Date | undefined;
  /** `next` of the page before; `undefined` for the first one. */
  page: string | undefined;
  /** Milliseconds left of n8n's budget, for request timeouts. */
  remainingMs: number;
}

export interface PollPage<Item> {
  items: readonly Item[];
  /** Token, cursor or number of the following page; `undefined` on the last one. Kept in static data, so no secrets. */
  next?: string | undefined;
}

export interface PollOptions<Item> {
  fetch(query: PollQuery): Promise<PollPage<Item>>;
  /** Identity of an item for ever; a changed item that shall be emitted again needs another id. */
  idOf(item: Item): string;
  /** When the item appeared or changed, by the clock of the service. */
  timeOf(item: Item): Date | string | number;
  /** How late an item may show up behind newer ones, milliseconds. It is looked for that far back. Default 60,000. */
  overlapMs?: number;
  /** `latest` (default): the first poll emits nothing and remembers what is there. `none`: it emits what it finds since the beginning. */
  baseline?: 'latest' | 'none';
  /** Items emitted by one poll at most; the rest follows with the next ones. Default 500. */
  maxItems?: number;
  /** Items remembered at most between polls. More in the overlap than this shortens the overlap. Default 2,000. */
  maxSeen?: number;
  /** What is being polled (a folder, a filter). When it changes, polling begins anew with the baseline. */
  scope?: string;
  /** The output of one item. Default: the item itself. */
  present?(item: Item): object;
  /**
   * What an item gets besides and what takes time, such as a file: more fields, or binary data. Where no time is left for it,
   * the item is emitted by a later poll; at least one is completed by each. Must not throw.
   */
  complete?(item: Item, remainingMs: number): Promise<Completion>;
}

/** What is added to the output of an item. */
export interface Completion {
  json?: object;
  binary?: INodeExecutionData['binary'];
}

const DEFAULT_OVERLAP_MS = 60_000;
const DEFAULT_MAX_ITEMS = 500;
const DEFAULT_MAX_SEEN = 2_000;
const SAMPLE_ITEMS = 10;

/** Items that are completed at once. */
const CONCURRENCY = 5;

/** Milliseconds that an item has to be completed in at least; n8n keeps some of its 45 s in reserve. */
const MIN_COMPLETION_MS = 5_000;

/** A baseline without any item begins this much before our own clock, since the clock of the service may be behind. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Progress of a trigger, in its static data. A scan is one pass over all pages since `cursor`; it may take several polls. */
interface PollState {
  scope: string;
  /** Everything before this time has been emitted. Unix milliseconds. */
  cursor: number;
  /** The memory of seen items is complete from here on. */
  floor: number;
  seen: string;
  /** Page at which the running scan goes on; absent when no scan is under way. */
  page?: string;
  /** Newest time seen in the first poll of the running scan: what the cursor becomes when it ends. */
  newest?: number;
  /** Nothing is emitted until the first scan has ended. */
  baseline?: boolean;
}

/**
 * The whole of a trigger's `poll()`: emits each item once, oldest first, and returns `null` when there is nothing new.
 *
 * Assumes nothing about the order of pages. The cursor moves only when a scan has seen every page, and only as
 * far as its first poll looked, since later items may sit on pages already passed. Items emitted meanwhile are
 * known by their ids, as are those in the overlap, so none is repeated. When the budget or `maxItems` cuts a
 * scan, the next poll goes on with the first page that was not emitted entirely. An error after some pages
 * is logged, and what was got is emitted; the next poll meets the error at once and reports it.
 *
 * All of it lives in static data, and is kept when the workflow is published again or the node is renamed. A manual run emits
 * samples and changes nothing.
 */
export async function pollForNew<Item>(
  ctx: IPollFunctions,
  options: PollOptions<Item>,
): Promise<INodeExecutionData[][] | null> {
  const startedAt = Date.now();
  const budgetMs = pollBudgetMs(ctx);
  const remainingMs = (): number => Math.max(0, budgetMs - (Date.now() - startedAt));

  if (ctx.getMode() === 'manual') {
    const { items } = await options.fetch({ since: undefined, page: undefined, remainingMs: remainingMs() });
    // The newest are the best samples.
    const samples = oldestFirst(items.map((item) => timed(ctx, item, options))).slice(-SAMPLE_ITEMS);
    return output(await completed(samples, options, remainingMs));
  }

  const progress = openProgress(ctx, 'poll');
  const {
    overlapMs = DEFAULT_OVERLAP_MS,
    maxItems = DEFAULT_MAX_ITEMS,
    maxSeen = DEFAULT_MAX_SEEN,
  } = options;
  const state = readState(progress.stored, options) ?? initialState(options, startedAt, overlapMs);
  const seen = decodeSeen(state.seen);
  const since = Math.max(state.cursor - overlapMs, state.floor);
  const continues = state.page !== undefined;

  const fresh: Array<Timed<Item>> = [];
  let page = state.page;
  let newest = state.newest ?? state.cursor;
  let slowestPageMs = 0;
  let hasEnded = false;
  let isStuck = false;
  let failure: { error: unknown } | undefined;

  while (!hasEnded) {
    const pageStartedAt = Date.now();
    let fetched: PollPage<Item>;
    try {
      fetched = await options.fetch({ since: new Date(since), page, remainingMs: remainingMs() });
    } catch (error) {
      const isFirstPage = slowestPageMs === 0;
      // The page token of the last poll may have expired. From the start nothing is lost: what was emitted is known.
      if (isFirstPage && continues && !isStuck) {
        page = undefined;
        isStuck = true;
        continue;
      }
      isStuck ||= isFirstPage;
      failure = { error };
      break;
    }
    slowestPageMs = Math.max(slowestPageMs, Date.now() - pageStartedAt, 1);

    const items = oldestFirst(fetched.items.map((item) => timed(ctx, item, options)));
    if (!continues) for (const { time } of items) newest = Math.max(newest, time);
    let isCut = false;
    for (const item of items) {
      if (item.time < since || seen.has(item.fingerprint)) continue;
      if (!state.baseline && fresh.length >= maxItems) {
        isCut = true;
        break;
      }
      seen.set(item.fingerprint, item.time);
      if (!state.baseline) fresh.push(item);
    }
    if (isCut) break;
    if (fetched.next !== undefined && fetched.next === page) {
      throw new NodeOperationError(ctx.getNode(), 'The service names a page as its own successor');
    }
    page = fetched.next;
    hasEnded = page === undefined;
    if (remainingMs() <= slowestPageMs) break;
  }

  if (failure) {
    if (isStuck && fresh.length === 0) throw failure.error;
    log(
      ctx,
      'warn',
      `A poll was cut short by an error; it goes on with the next one: ${messageOf(failure.error)}`,
    );
  }
  const complete = await completed(oldestFirst(fresh), options, remainingMs);
  // The next poll looks at the pages of this one again, and finds what is missing.
  if (complete.size < fresh.length) hasEnded = false;
  else state.page = page;
  for (const { fingerprint } of fresh) seen.delete(fingerprint);
  for (const { fingerprint, time } of complete.keys()) seen.set(fingerprint, time);
  const next = hasEnded
    ? endedState(state, seen, newest, { now: startedAt, overlapMs, maxSeen })
    : { ...state, newest, seen: encodeSeen(seen) };
  progress.store(storedState(next));
  return output(complete);
}

/** An item with what is needed to place and to recognise it. */
interface Timed<Item> {
  item: Item;
  time: number;
  fingerprint: string;
}

function timed<Item>(ctx: IPollFunctions, item: Item, { idOf, timeOf }: PollOptions<Item>): Timed<Item> {
  const id = idOf(item);
  const time = new Date(timeOf(item)).getTime();
  if (Number.isNaN(time)) {
    // Guessing a time would lose the item or repeat it for ever.
    throw new NodeOperationError(
      ctx.getNode(),
      `The service returned an item without a valid time (id ${plainText(id)})`,
    );
  }
  return { item, time, fingerprint: fingerprintOf(id) };
}

function oldestFirst<Item>(items: Array<Timed<Item>>): Array<Timed<Item>> {
  return items.sort((a, b) => a.time - b.time);
}

/** The output of items by item, in their order; those are missing for which there was no time. */
async function completed<Item>(
  items: ReadonlyArray<Timed<Item>>,
  { present, complete }: PollOptions<Item>,
  remainingMs: () => number,
): Promise<Map<Timed<Item>, INodeExecutionData>> {
  const additions = new Map<Timed<Item>, Completion>();
  let next = 0;
  let slowestMs = 0;
  const work = async (): Promise<void> => {
    while (complete && next < items.length && (next === 0 || remainingMs() > slowestMs)) {
      const one = items[next++]!;
      const startedAt = Date.now();
      additions.set(one, await complete(one.item, Math.max(remainingMs(), MIN_COMPLETION_MS)));
      slowestMs = Math.max(slowestMs, Date.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return new Map(
    items.flatMap((one) => {
      const addition = complete ? additions.get(one) : {};
      if (!addition) return [];
      const { json, binary } = addition;
      const shown = present ? present(one.item) : one.item;
      return [[one, { json: { ...shown, ...json }, ...(binary && { binary }) }] as const];
    }),
  );
}

function output(items: ReadonlyMap<unknown, INodeExecutionData>): INodeExecutionData[][] | null {
  return items.size === 0 ? null : [[...items.values()]];
}

function initialState<Item>(
  { scope = '', baseline }: PollOptions<Item>,
  now: number,
  overlapMs: number,
): PollState {
  if (baseline === 'none') return { scope, cursor: 0, floor: 0, seen: '' };
  const cursor = now - CLOCK_SKEW_MS;
  return { scope, cursor, floor: cursor - overlapMs, seen: '', baseline: true };
}

/** The state after a scan has seen every page. */
function endedState(
  { scope, cursor, floor }: PollState,
  seen: SeenItems,
  newest: number,
  { now, overlapMs, maxSeen }: { now: number; overlapMs: number; maxSeen: number },
): PollState {
  // One item dated into the far future must not take the cursor along and hide all others.
  const moved = Math.max(cursor, Math.min(newest, now + CLOCK_SKEW_MS));
  const complete = pruneSeen(seen, {
    since: Math.max(moved - overlapMs, floor),
    cursor: moved,
    limit: maxSeen,
  });
  return { scope, cursor: moved, floor: complete, seen: encodeSeen(seen) };
}

function readState<Item>(stored: unknown, { scope = '' }: PollOptions<Item>): PollState | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const state = stored as Partial<PollState>;
  const isState =
    state.scope === scope &&
    typeof state.seen === 'string' &&
    Number.isFinite(state.cursor) &&
    Number.isFinite(state.floor);
  return isState ? (state as PollState) : undefined;
}

/** The state as it is stored. */
function storedState({ scope, cursor, floor, seen, page, newest, baseline }: PollState): IDataObject {
  return {
    scope,
    cursor,
    floor,
    seen,
    // Without a page no scan is under way, and its leftovers would be taken for a running one.
    ...(page !== undefined && { page, newest }),
    ...(baseline && { baseline }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an error of unknown kind';
}
