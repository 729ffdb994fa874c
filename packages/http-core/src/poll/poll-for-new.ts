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
import { messageOf } from '../errors/message-of';

const DEFAULT_OVERLAP_MS = 60_000;
const DEFAULT_MAX_ITEMS = 500;
const DEFAULT_MAX_SEEN = 2_000;
const SAMPLE_ITEMS = 10;

/** Items completed concurrently. */
const CONCURRENCY = 5;

/** Least time to complete an item, in milliseconds; n8n keeps some of its 45 s in reserve. */
const MIN_COMPLETION_MS = 5_000;

/**
 * Progress of a trigger, in its static data. A scan is one pass over all pages since `cursor`; it may take several
 * polls.
 */
interface PollState {
  scope: string;
  /** Everything before this time has been emitted. Unix milliseconds. */
  cursor: number;
  /** `seen` is complete from here on. */
  floor: number;
  seen: string;
  /** Page at which the current scan continues; absent if there is none. */
  page?: string;
  /** Newest time in the first poll of the current scan; becomes the cursor when the scan ends. */
  newest?: number;
  /** Nothing is emitted until the first scan has ended. */
  baseline?: boolean;
  /** For long listings. */
  quick?: QuickScan;
}

/**
 * Implements a trigger's `poll()`: emits each item once, oldest first, and returns `null` if there is nothing new.
 *
 * Assumes nothing about the order of pages. The cursor moves only when a scan has read every page, and only to the
 * newest item of its first poll, since later items may be on pages already read. Items emitted in between, and items in
 * the overlap, are known by their ids, so none is repeated. If the budget or `maxItems` interrupts a scan, the next
 * poll continues with the first page that was not emitted completely. An error after some pages is logged, and the
 * items of these pages are emitted; the next poll reports the error if it persists.
 *
 * If a scan takes many pages, most polls are quick scans that start near the newest known item. They do not move the
 * cursor, so the next full scan finds any item they miss.
 *
 * The state is in static data, and survives a new publication of the workflow and a rename of the node. A manual run
 * emits samples and stores nothing.
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
  // A scan that starts after the newest item returns no known one, so request one first.
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
      `An error interrupted the poll; the next poll continues: ${messageOf(scan.failure.error)}`,
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
        // A full scan finds the rest; it continues where this one was interrupted.
        quick: isClean ? afterQuick(quick, scan.times, startedAt) : { ...quick, fullAt: 0 },
      }),
    );
    return output(complete);
  }
  const newest = scan.times.reduce((a, b) => (continues ? a : Math.max(a, b)), state.newest ?? state.cursor);
  const next: PollState = hasEnded
    ? {
        // Deletes old items from `seen`.
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
        // If an item is missing, the next poll reads the pages of this one again.
        ...(isComplete && { page: scan.page }),
        quick: state.quick && { ...state.quick, fullAt: 0 },
      };
  progress.store(storedState(next));
  return output(complete);
}

/** Output by item, in order. Items that could not be completed in time are missing. */
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
  // A single item with a time in the far future must not move the cursor and hide all others.
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

/** Plain JSON for static data. */
function storedState({ scope, cursor, floor, seen, page, newest, baseline, quick }: PollState): IDataObject {
  return {
    scope,
    cursor,
    floor,
    seen,
    // Without a page there is no current scan; its other fields would be mistaken for one.
    ...(page !== undefined && { page, newest }),
    ...(baseline && { baseline }),
    ...(quick && { quick: { ...quick } }),
  };
}
