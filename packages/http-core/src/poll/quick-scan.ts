import { CLOCK_SKEW_MS } from './clock-skew';

/**
 * State of quick scans. A quick scan requests only the newest items, so an idle poll of a long listing takes one
 * request. Full scans, which cover the whole overlap, follow at growing intervals to find items that show up late.
 */
export interface QuickScan {
  /** Start of the requested items. Unix milliseconds. */
  from: number;
  /** Time of the newest known item. Unix milliseconds. */
  newest: number;
  /** Requests start this much earlier, since the service may read times in a zone behind UTC. Milliseconds. */
  shiftMs: number;
  /** Interval between full scans, in milliseconds. Grows while full scans find no late items. */
  gapMs: number;
  /** Time of the next full scan. Unix milliseconds. */
  fullAt: number;
  /** With more seen items than this, a full scan is due: it deletes old ones. */
  seenLimit: number;
  /** Since the last full scan, a request with `shiftMs` has returned the newest item. */
  isProven: boolean;
}

/** Listings of up to this many pages are always scanned in full. */
const FEW_PAGES = 2;

/** Uploads overtake each other: items up to this much older than the newest one may appear after it. Milliseconds. */
const QUICK_OVERLAP_MS = 60_000;

/** Most known items that a quick scan reads again, not counting several within one second. */
const MAX_KNOWN = 20;

const FIRST_GAP_MS = 2 * 60_000;
const MAX_GAP_MS = 15 * 60_000;

/** Services have a resolution of one second. */
const SECOND_MS = 1_000;

/** Most time zones are whole hours apart. */
const SHIFT_STEP_MS = 3_600_000;

/** Reads the stored state; `undefined` if it is missing or damaged. */
export function readQuick(stored: unknown): QuickScan | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { from, newest, shiftMs, gapMs, fullAt, seenLimit } = stored as Partial<QuickScan>;
  const isQuick = [from, newest, shiftMs, gapMs, fullAt, seenLimit].every(Number.isFinite);
  return isQuick ? (stored as QuickScan) : undefined;
}

/** `true` if a response has the newest known item or an older one, and so everything newer. */
export function reachesBack({ newest }: QuickScan, times: readonly number[]): boolean {
  return times.some((time) => time <= newest);
}

/** Start of a request that reaches back to a known item. */
export function proofFrom({ newest, shiftMs }: QuickScan): number {
  return newest - SECOND_MS - shiftMs;
}

/** The state after a quick scan that missed nothing. */
export function afterQuick(quick: QuickScan, times: readonly number[], now: number): QuickScan {
  const { from, newest } = startAmong(times, now) ?? quick;
  return { ...quick, from: Math.max(quick.from, from), newest: Math.max(quick.newest, newest) };
}

/** Facts about a full scan. */
interface FullScan {
  /** Times of all items of the scan, or of its last part. */
  times: readonly number[];
  freshTimes: readonly number[];
  pages: number;
  /** A quick scan was tried before, but did not reach back to a known item. */
  fellShort: boolean;
  seenLimit: number;
  now: number;
  overlapMs: number;
  marginMs: number;
}

/** The state after a full scan; `undefined` if full scans are cheap. */
export function afterFull(quick: QuickScan | undefined, full: FullScan): QuickScan | undefined {
  const { times, now, overlapMs, marginMs } = full;
  const start = startAmong(times, now);
  if (full.pages <= FEW_PAGES || !start) return undefined;
  const { shiftMs = 0, gapMs = 0 } = quick ?? {};
  // The item exists, but the quick scan did not return it, so the service starts later than requested.
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

/** A start from which few items are read again. Ignores items with a time in the future. */
function startAmong(times: readonly number[], now: number): Pick<QuickScan, 'from' | 'newest'> | undefined {
  const newestFirst = times.filter((time) => time <= now + CLOCK_SKEW_MS).sort((a, b) => b - a);
  const newest = newestFirst[0];
  if (newest === undefined) return undefined;
  const known = newestFirst[MAX_KNOWN];
  const afterKnown = known === undefined ? 0 : known - (known % SECOND_MS) + SECOND_MS;
  return { from: Math.max(newest - QUICK_OVERLAP_MS, afterKnown), newest };
}
