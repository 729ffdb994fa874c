import type { INodeExecutionData } from 'n8n-workflow';

/** Which page of which listing to fetch. */
export interface PollQuery {
  /** Items of this time (inclusive) and later are wanted; items before it may be returned. `undefined`: any, newest preferred (samples for the editor). */
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
  /**
   * How much later than asked the service may begin, milliseconds: it may read times in a time zone behind UTC. It is asked for
   * items from so much earlier on. Default 0.
   */
  marginMs?: number;
  /** `latest` (default): the first poll emits nothing and remembers what is there. `none`: it emits what it finds since the beginning. */
  baseline?: 'latest' | 'none';
  /** Items emitted by one poll at most; the rest follows with the next ones. Default 500. */
  maxItems?: number;
  /** Items remembered at most between polls. More in the overlap than this shortens the overlap. Default 2,000. */
  maxSeen?: number;
  /** What is being polled (a folder, a filter). When it changes, polling begins anew with the baseline. */
  scope?: string;
  /** The output of one item. Default: the item itself. */
  toItem?(item: Item): object;
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
