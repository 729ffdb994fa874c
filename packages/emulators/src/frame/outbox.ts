import { randomUUID } from 'node:crypto';
import type { Clock, ClockTimer } from './clock';
import type { Journal } from './journal';
import { postEvent } from './post-event';

export type EventBody = Readonly<Record<string, unknown>>;

/** Who gets events. */
export interface Subscriber {
  readonly id: string;
  readonly url: string;
  /** Headers that depend on the text that is sent, such as a signature. */
  headersFor?(json: string): Record<string, string>;
}

/** How events are sent. */
export interface DeliveryRules {
  /** Attempts per event, the first one included. */
  tries: number;
  /** Milliseconds, by the emulator's clock, before attempt 2, 3, ...; the last one counts for all further ones. */
  retryDelaysMs: readonly number[];
  /** Real milliseconds that a subscriber has to answer. */
  timeoutMs: number;
}

/** What can be made to go wrong with outgoing events. All off by default. */
export interface DeliverySwitches {
  /** Further copies of each event, with the same id. */
  duplicates: number;
  /** How many of the next events get lost, per subscriber. */
  drop: number;
  /** Events change places in pairs; one without a partner goes out after `REORDER_PATIENCE_MS`. */
  reorder: boolean;
  /** Milliseconds, by the emulator's clock, before an event goes out. */
  delayMs: number;
  /** Fields to leave out, as dotted paths (`user`, `alert.externalEventId`). */
  omit: readonly string[];
  /** Fields to send as `null`, as dotted paths; added where they are missing. */
  nulls: readonly string[];
  /** Fields to add to each event, or to overwrite (`{ eventType: 999 }`). */
  add: Readonly<Record<string, unknown>>;
}

/** How long an event waits for a partner to change places with. */
export const REORDER_PATIENCE_MS = 250;

export const quietSwitches: Readonly<DeliverySwitches> = Object.freeze({
  duplicates: 0,
  drop: 0,
  reorder: false,
  delayMs: 0,
  omit: [],
  nulls: [],
  add: {},
});

interface Parcel {
  readonly deliveryId: string;
  readonly subscriber: Subscriber;
  readonly event: EventBody;
}

/** Sends events to subscribers: in order per subscriber, with retries aside, and with everything that can go wrong. */
export class Outbox {
  #switches: DeliverySwitches = { ...quietSwitches };
  readonly #dropped = new Map<string, number>();
  readonly #held = new Map<string, Parcel>();
  readonly #lines = new Map<string, Promise<void>>();
  readonly #timers = new Set<ClockTimer>();
  #waiters: (() => void)[] = [];
  #inFlight = 0;
  #abort = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly rules: DeliveryRules,
  ) {}

  /** Changes some switches and keeps the others. */
  switch(changes: Partial<DeliverySwitches>): void {
    this.#switches = { ...this.#switches, ...changes };
    if (changes.drop !== undefined) this.#dropped.clear();
    if (changes.reorder === false) this.#flushHeld();
  }

  get switches(): Readonly<DeliverySwitches> {
    return this.#switches;
  }

  /** Hands an event to a subscriber. Returns at once; see `idle`. */
  send(subscriber: Subscriber, event: EventBody): void {
    const { duplicates, delayMs, drop } = this.#switches;
    const body = distorted(event, this.#switches);
    const deliveryId = typeof event.id === 'string' ? event.id : randomUUID();
    const parcel: Parcel = { deliveryId, subscriber, event: body };
    const lost = this.#dropped.get(subscriber.id) ?? 0;
    if (lost < drop) {
      this.#dropped.set(subscriber.id, lost + 1);
      this.#note(parcel, 0, null, 'DROPPED');
      return;
    }
    const go = () => {
      for (let copy = 0; copy <= duplicates; copy++) this.#reordered(parcel);
    };
    if (delayMs > 0) this.#later(delayMs, go);
    else go();
  }

  /**
   * Resolves once nothing is on its way. With a real clock that includes everything that waits for its time
   * (retries, delays); with a manual clock waiting things do not count, since only `advance` makes them due.
   */
  async idle(): Promise<void> {
    while (this.#inFlight > 0 || (!this.clock.manual && this.#timers.size > 0)) {
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** Forgets all that waits, cuts off what is on its way, and puts the switches back. */
  reset(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#held.clear();
    this.#lines.clear();
    this.#dropped.clear();
    this.#switches = { ...quietSwitches };
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#settle();
  }

  #reordered(parcel: Parcel): void {
    const key = parcel.subscriber.id;
    if (!this.#switches.reorder) return this.#enqueue(parcel);
    const held = this.#held.get(key);
    if (held) {
      this.#held.delete(key);
      this.#enqueue(parcel);
      this.#enqueue(held);
      return;
    }
    this.#held.set(key, parcel);
    this.#later(REORDER_PATIENCE_MS, () => {
      if (this.#held.get(key) !== parcel) return;
      this.#held.delete(key);
      this.#enqueue(parcel);
    });
  }

  #flushHeld(): void {
    const parcels = [...this.#held.values()];
    this.#held.clear();
    for (const parcel of parcels) this.#enqueue(parcel);
  }

  #enqueue(parcel: Parcel): void {
    const key = parcel.subscriber.id;
    const { signal } = this.#abort;
    this.#inFlight += 1;
    const line = (this.#lines.get(key) ?? Promise.resolve()).then(() => this.#attempt(parcel, 1, signal));
    this.#lines.set(key, line);
  }

  async #attempt(parcel: Parcel, attempt: number, signal: AbortSignal): Promise<void> {
    const json = JSON.stringify(parcel.event);
    const outcome = await postEvent({
      url: parcel.subscriber.url,
      json,
      headers: parcel.subscriber.headersFor?.(json) ?? {},
      timeoutMs: this.rules.timeoutMs,
      signal,
    });
    this.#inFlight -= 1;
    if (!signal.aborted) {
      this.#note(parcel, attempt, outcome.status, outcome.error);
      const accepted = outcome.status !== null && outcome.status >= 200 && outcome.status < 300;
      if (!accepted && attempt < this.rules.tries) {
        const delays = this.rules.retryDelaysMs;
        this.#later(delays[Math.min(attempt, delays.length) - 1] ?? 0, () => {
          this.#inFlight += 1;
          void this.#attempt(parcel, attempt + 1, signal);
        });
      }
    }
    this.#settle();
  }

  #later(delayMs: number, run: () => void): void {
    const timer = this.clock.setTimer(() => {
      this.#timers.delete(timer);
      run();
      this.#settle();
    }, delayMs);
    this.#timers.add(timer);
  }

  #note(parcel: Parcel, attempt: number, status: number | null, error: string | null): void {
    this.journal.sent({
      at: new Date(this.clock.now()).toISOString(),
      deliveryId: parcel.deliveryId,
      subscriberId: parcel.subscriber.id,
      url: parcel.subscriber.url,
      event: parcel.event,
      attempt,
      status,
      error,
    });
  }

  #settle(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

function distorted(event: EventBody, switches: DeliverySwitches): EventBody {
  const copy: Record<string, unknown> = { ...structuredClone(event), ...structuredClone(switches.add) };
  for (const path of switches.omit) edit(copy, path, (parent, key) => delete parent[key]);
  for (const path of switches.nulls) edit(copy, path, (parent, key) => (parent[key] = null));
  return copy;
}

function edit(
  root: Record<string, unknown>,
  path: string,
  change: (parent: Record<string, unknown>, key: string) => void,
): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let parent = root;
  for (const key of keys) {
    const next = parent[key];
    if (typeof next !== 'object' || next === null) return;
    parent = next as Record<string, unknown>;
  }
  change(parent, last);
}
