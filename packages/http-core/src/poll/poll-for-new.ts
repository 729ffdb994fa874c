import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { log } from '../platform/log';
import { CLOCK_SKEW_MS } from './clock-skew';
import { pollBudgetMs } from './poll-budget';
import type { Completion, PollOptions } from './poll-options';
import { openProgress } from './progress';
import { afterFull, afterQuick, proofFrom, reachesBack, readQuick } from './quick-scan';
import type { QuickScan } from './quick-scan';
import { oldestFirst, scanPages, timed } from './scan-pages';
import type { Timed } from './scan-pages';
import { decodeSeen, encodeSeen, pruneSeen } from './seen-items';
import type { SeenItems } from './seen-items';

const DEFAULT_OVERLAP_MS = 60_000;
const DEFAULT_MAX_ITEMS = 500;
const DEFAULT_MAX_SEEN = 2_000;
const SAMPLE_ITEMS = 10;

/** Items that are completed at once. */
const CONCURRENCY = 5;

/** Milliseconds that an item has to be completed in at least; n8n keeps some of its 45 s in reserve. */
const MIN_COMPLETION_MS = 5_000;

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
  /** Where the listing is long. */
  quick?: QuickScan;
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
 * Where a scan takes many pages, most polls make do with a quick one, from about the newest known item on. It moves no cursor,
 * so what it misses is not lost: the next full scan finds it.
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
    marginMs = 0,
    maxItems = DEFAULT_MAX_ITEMS,
    maxSeen = DEFAULT_MAX_SEEN,
  } = options;
  const state = readState(progress.stored, options) ?? initialState(options, startedAt, overlapMs);
  const seen = decodeSeen(state.seen);
  const since = Math.max(state.cursor - overlapMs, state.floor);
  const continues = state.page !== undefined;
  const fresh: Array<Timed<Item>> = [];
  const scanFrom = async (from: number, firstPage?: string) =>
    await scanPages(ctx, options, {
      from,
      since,
      firstPage,
      seen,
      fresh,
      maxFresh: state.baseline ? Infinity : maxItems,
      remainingMs,
    });

  const isFullDue = !state.quick || startedAt >= state.quick.fullAt || seen.size > state.quick.seenLimit;
  const quick = state.quick && !isFullDue && !continues ? { ...state.quick } : undefined;
  // A scan that starts behind the newest item shows no known one, so the service is asked for one first.
  if (quick && quick.from > quick.newest && !quick.isProven) {
    const since = new Date(proofFrom(quick));
    const { items } = await options.fetch({ since, page: undefined, remainingMs: remainingMs() });
    quick.isProven = reachesBack(
      quick,
      items.map((item) => timed(ctx, item, options).time),
    );
  }
  let scan = quick && (await scanFrom(quick.from - quick.shiftMs));
  const fellShort =
    quick !== undefined && scan!.hasEnded && !quick.isProven && !reachesBack(quick, scan!.times);
  const isFull = scan === undefined || fellShort;
  if (scan === undefined || fellShort) scan = await scanFrom(since - marginMs, state.page);

  if (state.baseline) fresh.length = 0;
  if (scan.failure) {
    if (scan.isStuck && fresh.length === 0) throw scan.failure.error;
    log(
      ctx,
      'warn',
      `A poll was cut short by an error; it goes on with the next one: ${messageOf(scan.failure.error)}`,
    );
  }
  const complete = await completed(oldestFirst(fresh), options, remainingMs);
  const isComplete = complete.size === fresh.length;
  for (const { fingerprint } of fresh) seen.delete(fingerprint);
  for (const { fingerprint, time } of complete.keys()) seen.set(fingerprint, time);

  const hasEnded = scan.hasEnded && isComplete;
  const remembered = { ...state, seen: encodeSeen(seen) };
  if (quick && !isFull) {
    const isClean = hasEnded && !scan.failure;
    progress.store(
      storedState({
        ...remembered,
        // What it left is found by a full scan, which goes on where it was cut.
        quick: isClean ? afterQuick(quick, scan.times, startedAt) : { ...quick, fullAt: 0 },
      }),
    );
    return output(complete);
  }
  const newest = scan.times.reduce((a, b) => (continues ? a : Math.max(a, b)), state.newest ?? state.cursor);
  const next: PollState = hasEnded
    ? {
        // Forgets in `seen` what is too old.
        ...endedState(state, seen, newest, { now: startedAt, overlapMs, maxSeen }),
        quick: afterFull(state.quick, {
          times: scan.times,
          freshTimes: fresh.map(({ time }) => time),
          pages: continues ? Infinity : scan.pages,
          fellShort,
          seenLimit: seen.size + maxSeen,
          now: startedAt,
          overlapMs,
          marginMs,
        }),
      }
    : {
        ...remembered,
        newest,
        // The next poll looks at the pages of this one again where an item is missing.
        ...(isComplete && { page: scan.page }),
        quick: state.quick && { ...state.quick, fullAt: 0 },
      };
  progress.store(storedState(next));
  return output(complete);
}

/** The output of items by item, in their order; those are missing for which there was no time. */
async function completed<Item>(
  items: ReadonlyArray<Timed<Item>>,
  { toItem: present, complete }: PollOptions<Item>,
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
  return isState ? { ...(state as PollState), quick: readQuick(state.quick) } : undefined;
}

/** The state as it is stored. */
function storedState({ scope, cursor, floor, seen, page, newest, baseline, quick }: PollState): IDataObject {
  return {
    scope,
    cursor,
    floor,
    seen,
    // Without a page no scan is under way, and its leftovers would be taken for a running one.
    ...(page !== undefined && { page, newest }),
    ...(baseline && { baseline }),
    ...(quick && { quick: { ...quick } }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an error of unknown kind';
}
