import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { plainText } from '../errors/plain-text';
import { fingerprint } from '../platform/fingerprint';
import type { PollOptions, PollPage } from './poll-options';
import type { SeenItems } from './seen-items';

/** An item with its time and its identity. */
export interface Timed<Item> {
  item: Item;
  time: number;
  fingerprint: string;
}

/** Result of a scan. */
interface Scan {
  /** Times of all items, including known and old ones. Unix milliseconds. */
  times: number[];
  pages: number;
  /** Page at which the next poll continues. */
  page: string | undefined;
  /** All pages were read. */
  hasEnded: boolean;
  failure?: { error: unknown };
  /** The first page failed. */
  isStuck: boolean;
}

/**
 * Reads pages sequentially and adds new items to `seen` and `fresh`.
 *
 * Stops early if the time is up, `fresh` is full, or the service fails.
 */
export async function scanPages<Item>(
  ctx: IPollFunctions,
  options: PollOptions<Item>,
  {
    from,
    since,
    firstPage,
    seen,
    fresh,
    maxFresh,
    remainingMs,
  }: {
    /** Start of the requested items. Unix milliseconds. */
    from: number;
    /** Older items are ignored. Unix milliseconds. */
    since: number;
    firstPage: string | undefined;
    seen: SeenItems;
    fresh: Array<Timed<Item>>;
    maxFresh: number;
    remainingMs: () => number;
  },
): Promise<Scan> {
  const scan: Scan = { times: [], pages: 0, page: firstPage, hasEnded: false, isStuck: false };
  let slowestPageMs = 0;
  while (!scan.hasEnded) {
    const startedAt = Date.now();
    const { page } = scan;
    let fetched: PollPage<Item>;
    try {
      fetched = await options.fetch({ since: new Date(from), page, remainingMs: remainingMs() });
    } catch (error) {
      const isFirstPage = scan.pages === 0;
      // The page token of the last poll may have expired. Starting over loses nothing, as emitted items are known.
      if (isFirstPage && firstPage !== undefined && !scan.isStuck) {
        scan.page = undefined;
        scan.isStuck = true;
        continue;
      }
      scan.isStuck ||= isFirstPage;
      scan.failure = { error };
      break;
    }
    scan.pages++;
    slowestPageMs = Math.max(slowestPageMs, Date.now() - startedAt, 1);

    const items = oldestFirst(fetched.items.map((item) => timed(ctx, item, options)));
    for (const { time } of items) scan.times.push(time);
    for (const item of items) {
      if (item.time < since || seen.has(item.fingerprint)) continue;
      if (fresh.length >= maxFresh) return scan;
      seen.set(item.fingerprint, item.time);
      fresh.push(item);
    }
    if (fetched.next !== undefined && fetched.next === page) {
      throw new NodeOperationError(
        ctx.getNode(),
        'The service returned a page that refers to itself as the next one',
      );
    }
    scan.page = fetched.next;
    scan.hasEnded = scan.page === undefined;
    if (remainingMs() <= slowestPageMs) break;
  }
  return scan;
}

export function timed<Item>(
  ctx: IPollFunctions,
  item: Item,
  { idOf, timeOf }: PollOptions<Item>,
): Timed<Item> {
  const id = idOf(item);
  const time = new Date(timeOf(item)).getTime();
  if (Number.isNaN(time)) {
    // A guessed time would lose the item or repeat it forever.
    throw new NodeOperationError(
      ctx.getNode(),
      `The service returned an item without a valid time (id ${plainText(id)})`,
    );
  }
  return { item, time, fingerprint: fingerprint(id) };
}

export function oldestFirst<Item>(items: Array<Timed<Item>>): Array<Timed<Item>> {
  return items.sort((a, b) => a.time - b.time);
}
