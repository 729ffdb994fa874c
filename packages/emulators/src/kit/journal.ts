import type { Fault } from './fault';

/** One request that reached the emulator, as it stood on the wire. Holds secrets: for local tests only. */
export interface ReceivedRequest {
  readonly sequence: number;
  /** ISO 8601, by the emulator's clock. */
  readonly at: string;
  readonly method: string;
  /** Path without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Status sent; `null` until a response is sent. */
  status: number | null;
  /** True if the service saw the request, even if its response was lost. */
  delivered: boolean;
  /** Kind of the fault that was played, if any. */
  readonly fault: Fault['kind'] | null;
}

/** One attempt to deliver an event to a subscriber. */
export interface DeliveryAttempt {
  readonly sequence: number;
  readonly at: string;
  /** The same for all attempts and copies of one event to one subscriber. */
  readonly deliveryId: string;
  readonly subscriberId: string;
  readonly url: string;
  /** The object that was sent. */
  readonly event: Readonly<Record<string, unknown>>;
  /** 1 for the first attempt; 0 for an event that a switch dropped. */
  readonly attempt: number;
  /** Status of the subscriber's response; `null` if there was none. */
  readonly status: number | null;
  /** Error code (`ECONNREFUSED`, `TIMEOUT`, `DROPPED`), or `null`. */
  readonly error: string | null;
}

export type JournalEntry =
  | { readonly kind: 'request'; readonly request: ReceivedRequest }
  | { readonly kind: 'delivery'; readonly delivery: DeliveryAttempt };

/** Received requests and sent events, oldest first. */
export class Journal {
  readonly requests: ReceivedRequest[] = [];
  readonly deliveries: DeliveryAttempt[] = [];
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
  #sequence = 0;

  /** @param limit how many entries of each kind are kept; older ones are forgotten. */
  constructor(private readonly limit = 10_000) {}

  /** Records a request as soon as it is complete; its `status` and `delivered` are set later. */
  received(request: Omit<ReceivedRequest, 'sequence'>): ReceivedRequest {
    return this.#keep(this.requests, { ...request, sequence: ++this.#sequence });
  }

  /** Notifies the listeners that a request has ended. */
  settled(request: ReceivedRequest): void {
    this.#tell({ kind: 'request', request });
  }

  /** Records one attempt to deliver an event. */
  sent(attempt: Omit<DeliveryAttempt, 'sequence'>): DeliveryAttempt {
    const delivery = this.#keep(this.deliveries, { ...attempt, sequence: ++this.#sequence });
    this.#tell({ kind: 'delivery', delivery });
    return delivery;
  }

  /** Calls `listener` for every finished request and delivery attempt. @returns a function that unsubscribes */
  listen(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Number of the last entry; grows with every entry. */
  get revision(): number {
    return this.#sequence;
  }

  clear(): void {
    this.requests.length = 0;
    this.deliveries.length = 0;
  }

  #keep<T>(list: T[], entry: T): T {
    list.push(entry);
    if (list.length > this.limit) list.shift();
    return entry;
  }

  #tell(entry: JournalEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }
}
