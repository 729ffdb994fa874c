import { randomUUID } from 'node:crypto';
import type { Clock, ClockTimer } from './clock';
import type { Journal } from './journal';
import { postEvent } from './post-event';

export type EventBody = Readonly<Record<string, unknown>>;

/** Subscriber of events. */
export interface Subscriber {
  readonly id: string;
  readonly url: string;
  /** Headers that depend on the text that is sent, such as a signature. */
  headersFor?(json: string): Record<string, string>;
  /** Body for an event if it is not the event itself, e.g. a list. */
  bodyFor?(event: EventBody): unknown;
  /** Called with the outcome of each attempt, before the next one is scheduled. */
  attempted?(outcome: AttemptOutcome): void;
}

/** Outcome of one attempt. */
export interface AttemptOutcome {
  readonly accepted: boolean;
  /** Real milliseconds from the beginning of the request to the end of the response. */
  readonly latencyMs: number;
}

/** Delivery options. */
interface DeliveryRules {
  /** Attempts per event, the first one included. */
  tries: number;
  /** Milliseconds, by the emulator's clock, before attempt 2, 3, ...; the last one counts for all further ones. */
  retryDelaysMs: readonly number[];
  /** Real milliseconds that a subscriber has to respond. */
  timeoutMs: number;
  /** Milliseconds, by the emulator's clock, after which an event is not tried again; without limit by default. */
  expiryMs?: number;
  /** First attempts on their way to one subscriber at the same time; 1, and so in order, by default. */
  parallel?: number;
  /** Retries queue with first attempts, so that at most `parallel` are in flight. */
  retriesInLine?: boolean;
  /** `application/json; charset=utf-8` by default. */
  contentType?: string;
}

/** Switches for failures of outgoing events. All off by default. */
export interface DeliverySwitches {
  /** Further copies of each event, with the same id. */
  duplicates: number;
  /** Number of events to lose next, per subscriber. */
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

/** Time that an event waits for another one to swap places with. */
const REORDER_PATIENCE_MS = 250;

const quietSwitches: Readonly<DeliverySwitches> = Object.freeze({
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
  readonly sinceMs: number;
  /** Set while it waits for its next attempt. */
  retry?: ClockTimer;
}

/** Queued attempts, and the number of those in flight. */
interface Line {
  running: number;
  readonly waiting: (() => Promise<void>)[];
}

/** Sends events to subscribers: in order for each subscriber, apart from retries, and with the failures that a test asks for. */
export class Outbox {
  #switches: DeliverySwitches = { ...quietSwitches };
  readonly #dropped = new Map<string, number>();
  readonly #held = new Map<string, Parcel>();
  readonly #lines = new Map<string, Line>();
  readonly #undelivered = new Set<Parcel>();
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

  /**
   * Queues an event for a subscriber and returns immediately; see `idle`.
   * @param deliveryId the same for all attempts and copies; the event's `id` by default
   */
  send(
    subscriber: Subscriber,
    event: EventBody,
    deliveryId = typeof event.id === 'string' ? event.id : randomUUID(),
  ): void {
    const { duplicates, delayMs, drop } = this.#switches;
    const body = distorted(event, this.#switches);
    const parcel: Parcel = { deliveryId, subscriber, event: body, sinceMs: this.clock.now() };
    const lost = this.#dropped.get(subscriber.id) ?? 0;
    if (lost < drop) {
      this.#dropped.set(subscriber.id, lost + 1);
      this.#note(parcel, 0, null, 'DROPPED');
      return;
    }
    const copies = Array.from({ length: duplicates + 1 }, () => ({ ...parcel }));
    for (const copy of copies) this.#undelivered.add(copy);
    const go = () => {
      for (const copy of copies) this.#reordered(copy);
    };
    if (delayMs > 0) this.#later(delayMs, go);
    else go();
  }

  /** The events that a subscriber has not accepted yet and may still get, oldest first. */
  waitingFor(subscriberId: string): EventBody[] {
    return [...this.#undelivered]
      .filter((parcel) => parcel.subscriber.id === subscriberId && !this.#expired(parcel))
      .map(({ event }) => event);
  }

  /** Drops all pending events of a subscriber. One that is being sent still arrives, but is not retried. */
  forget(subscriberId: string): void {
    for (const parcel of this.#undelivered) {
      if (parcel.subscriber.id !== subscriberId) continue;
      this.#undelivered.delete(parcel);
      if (!parcel.retry) continue;
      parcel.retry.cancel();
      this.#timers.delete(parcel.retry);
    }
    this.#settle();
  }

  /**
   * Resolves once nothing is being sent. With a real clock that includes everything that is scheduled
   * (retries, delays); with a manual clock scheduled events do not count, since only `advance` makes them due.
   */
  async idle(): Promise<void> {
    while (this.#inFlight > 0 || (!this.clock.manual && this.#timers.size > 0)) {
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** Drops all pending events, aborts those being sent, and resets the switches. */
  reset(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#held.clear();
    this.#lines.clear();
    this.#undelivered.clear();
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

  #enqueue(parcel: Parcel, attempt = 1): void {
    const key = parcel.subscriber.id;
    const { signal } = this.#abort;
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] };
    this.#lines.set(key, line);
    this.#inFlight += 1;
    line.waiting.push(() => this.#attempt(parcel, attempt, signal));
    // Deferred, so that the caller finishes first.
    queueMicrotask(() => this.#move(line));
  }

  #move(line: Line): void {
    while (line.running < (this.rules.parallel ?? 1)) {
      const next = line.waiting.shift();
      if (!next) return;
      line.running += 1;
      void next().finally(() => {
        line.running -= 1;
        this.#move(line);
      });
    }
  }

  async #attempt(parcel: Parcel, attempt: number, signal: AbortSignal): Promise<void> {
    const { subscriber } = parcel;
    if (!this.#wanted(parcel)) {
      this.#inFlight -= 1;
      this.#settle();
      return;
    }
    const json = JSON.stringify(subscriber.bodyFor ? subscriber.bodyFor(parcel.event) : parcel.event);
    const begun = performance.now();
    const outcome = await postEvent({
      url: subscriber.url,
      json,
      headers: subscriber.headersFor?.(json) ?? {},
      contentType: this.rules.contentType ?? 'application/json; charset=utf-8',
      timeoutMs: this.rules.timeoutMs,
      signal,
    });
    this.#inFlight -= 1;
    if (!signal.aborted) {
      this.#note(parcel, attempt, outcome.status, outcome.error);
      const accepted = outcome.status !== null && outcome.status >= 200 && outcome.status < 300;
      if (accepted || attempt >= this.rules.tries) this.#undelivered.delete(parcel);
      subscriber.attempted?.({ accepted, latencyMs: performance.now() - begun });
      if (this.#wanted(parcel)) {
        const delays = this.rules.retryDelaysMs;
        const delayMs = delays[Math.min(attempt, delays.length) - 1] ?? 0;
        const leftMs = this.#expiresInMs(parcel);
        parcel.retry = this.#later(Math.min(delayMs, leftMs), () => {
          parcel.retry = undefined;
          // A timer may fire a moment before the clock says that the time is up.
          if (leftMs <= delayMs) return void this.#undelivered.delete(parcel);
          if (this.rules.retriesInLine) return this.#enqueue(parcel, attempt + 1);
          this.#inFlight += 1;
          void this.#attempt(parcel, attempt + 1, signal);
        });
      }
    }
    this.#settle();
  }

  /** True if an event is still to be delivered; drops an expired one. */
  #wanted(parcel: Parcel): boolean {
    if (this.#expired(parcel)) this.#undelivered.delete(parcel);
    return this.#undelivered.has(parcel);
  }

  #expired(parcel: Parcel): boolean {
    return this.#expiresInMs(parcel) <= 0;
  }

  #expiresInMs(parcel: Parcel): number {
    return parcel.sinceMs + (this.rules.expiryMs ?? Infinity) - this.clock.now();
  }

  #later(delayMs: number, run: () => void): ClockTimer {
    const timer = this.clock.setTimer(() => {
      this.#timers.delete(timer);
      run();
      this.#settle();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
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
