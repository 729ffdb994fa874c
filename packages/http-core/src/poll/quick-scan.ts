import { CLOCK_SKEW_MS } from './clock-skew';

/**
 * Where a quick scan begins. It asks only for the newest items, so an idle poll of a long listing takes one request.
 * A full scan, which looks back over the whole overlap, follows at growing intervals for the items that show up late.
 */
export interface QuickScan {
  /** Items are asked for from here on. Unix milliseconds. */
  from: number;
  /** Time of the newest item that the listing is known to have. Unix milliseconds. */
  newest: number;
  /** The search begins this much earlier, since the service may read times in a zone behind UTC. Milliseconds. */
  shiftMs: number;
  /** From one full scan to the next, milliseconds. Grows while full scans find nothing late. */
  gapMs: number;
  /** The next full scan is due. Unix milliseconds. */
  fullAt: number;
  /** When more items are remembered than this, a full scan is due: it forgets what is too old. */
  seenLimit: number;
  /** Since the last full scan, the service has shown the newest item when asked with `shiftMs`. */
  isProven: boolean;
}

/** Listings up to this number of pages are always scanned in full. */
const FEW_PAGES = 2;

/** Milliseconds before the newest item in which others may have appeared since: uploads that overtake each other. */
const QUICK_OVERLAP_MS = 60_000;

/** Known items that a quick scan reads again at most, apart from those of one second. */
const MAX_KNOWN = 20;

const FIRST_GAP_MS = 2 * 60_000;
const MAX_GAP_MS = 15 * 60_000;

/** Services take times to the second. */
const SECOND_MS = 1_000;

/** Time zones are mostly whole hours apart. */
const SHIFT_STEP_MS = 3_600_000;

/** The stored quick scan, unless there is none or it is damaged. */
export function readQuick(stored: unknown): QuickScan | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { from, newest, shiftMs, gapMs, fullAt, seenLimit } = stored as Partial<QuickScan>;
  const isQuick = [from, newest, shiftMs, gapMs, fullAt, seenLimit].every(Number.isFinite);
  return isQuick ? (stored as QuickScan) : undefined;
}

/** Whether an answer shows the newest known item or an older one, so that it has all that is newer. */
export function reachesBack({ newest }: QuickScan, times: readonly number[]): boolean {
  return times.some((time) => time <= newest);
}

/** Where to ask for a page that reaches back. */
export function proofFrom({ newest, shiftMs }: QuickScan): number {
  return newest - SECOND_MS - shiftMs;
}

/** The next quick scan after one that missed nothing. */
export function afterQuick(quick: QuickScan, times: readonly number[], now: number): QuickScan {
  const { from, newest } = startAmong(times, now) ?? quick;
  return { ...quick, from: Math.max(quick.from, from), newest: Math.max(quick.newest, newest) };
}

/** A full scan and what led to it. */
interface FullScan {
  /** Of all items of the scan, or of its last part. */
  times: readonly number[];
  freshTimes: readonly number[];
  pages: number;
  /** A quick scan was tried, but the answer did not reach back. */
  fellShort: boolean;
  seenLimit: number;
  now: number;
  overlapMs: number;
  marginMs: number;
}

/** The next quick scan after a full one; `undefined` where a full one is cheap. */
export function afterFull(quick: QuickScan | undefined, full: FullScan): QuickScan | undefined {
  const { times, now, overlapMs, marginMs } = full;
  const start = startAmong(times, now);
  if (full.pages <= FEW_PAGES || !start) return undefined;
  const { shiftMs = 0, gapMs = 0 } = quick ?? {};
  // It is there, and the quick scan did not show it: the service begins later than it was asked. Otherwise it was deleted.
  const isHidden = full.fellShort && times.some((time) => time === quick?.newest);
  const isAnyLate = quick !== undefined && full.freshTimes.some((time) => time < quick.from);
  const nextGapMs = isAnyLate ? 0 : Math.min(Math.max(2 * gapMs, FIRST_GAP_MS), MAX_GAP_MS, overlapMs);
  return {
    ...start,
    shiftMs: Math.min(isHidden ? shiftMs + SHIFT_STEP_MS : shiftMs, marginMs),
    gapMs: nextGapMs,
    fullAt: now + nextGapMs,
    seenLimit: full.seenLimit,
    isProven: false,
  };
}

/** Where to begin so that few of these are read again. Items dated into the future do not count. */
function startAmong(times: readonly number[], now: number): Pick<QuickScan, 'from' | 'newest'> | undefined {
  const newestFirst = times.filter((time) => time <= now + CLOCK_SKEW_MS).sort((a, b) => b - a);
  const newest = newestFirst[0];
  if (newest === undefined) return undefined;
  const known = newestFirst[MAX_KNOWN];
  const afterKnown = known === undefined ? 0 : known - (known % SECOND_MS) + SECOND_MS;
  return { from: Math.max(newest - QUICK_OVERLAP_MS, afterKnown), newest };
}
