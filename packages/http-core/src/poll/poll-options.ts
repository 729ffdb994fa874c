import type { INodeExecutionData } from 'n8n-workflow';

/** A page to fetch. */
export interface PollQuery {
  /**
   * Items of this time and later are wanted; older ones may be returned. `undefined`: any items, preferably the newest
   * (samples for the editor).
   */
  since: Date | undefined;
  /** `next` of the previous page; `undefined` for the first one. */
  page: string | undefined;
  /** Milliseconds left of n8n's budget, for request timeouts. */
  remainingMs: number;
}

export interface PollPage<Item> {
  items: readonly Item[];
  /**
   * Token, cursor or number of the next page; `undefined` on the last one. Stored in static data, so it must not be
   * secret.
   */
  next?: string | undefined;
}

export interface PollOptions<Item> {
  fetch(query: PollQuery): Promise<PollPage<Item>>;
  /** Permanent identity of an item. A changed item is emitted again only if its id changes. */
  idOf(item: Item): string;
  /** Time at which the item appeared or changed, by the clock of the service. */
  timeOf(item: Item): Date | string | number;
  /**
   * Longest time by which an item may show up later than newer ones, in milliseconds. Scans look back this far.
   * @default 60_000
   */
  overlapMs?: number;
  /**
   * Longest time by which the service may start later than requested, in milliseconds, e.g. because it reads times in a
   * zone behind UTC. Requests start this much earlier.
   * @default 0
   */
  marginMs?: number;
  /**
   * `'latest'`: the first poll emits nothing and stores the existing items as seen. `'none'`: it emits all existing
   * items.
   * @default 'latest'
   */
  baseline?: 'latest' | 'none';
  /**
   * Most items emitted by one poll; the next polls emit the rest.
   * @default 500
   */
  maxItems?: number;
  /**
   * Most seen items stored between polls. More items than this in the overlap shorten the overlap.
   * @default 2000
   */
  maxSeen?: number;
  /**
   * Identity of the polled listing (a folder, a filter). When it changes, polling starts again with the baseline.
   * @default ''
   */
  scope?: string;
  /**
   * Output of an item.
   * @default the item itself
   */
  toItem?(item: Item): object;
  /**
   * Adds slow parts to an item, such as fields or a file. If the time is up, a later poll emits the item; each poll
   * completes at least one. Must not throw.
   * @default nothing is added
   */
  complete?(item: Item, remainingMs: number): Promise<Completion>;
}

/** Additions to the output of an item. */
export interface Completion {
  json?: object;
  binary?: INodeExecutionData['binary'];
}
