import type { ClockTimer } from '../kit/clock';
import type { Context } from './context';
import type { Device, SensorEvent } from './model';

/** Subscriber to the events of a project. */
interface StreamListener {
  readonly projectId: string;
  wants(event: SensorEvent, device: Device): boolean;
  /** Milliseconds between pings; `undefined` for none. */
  readonly pingMs: number | undefined;
  send(message: unknown): void;
  end(): void;
}

/** The open streams. Events are not kept for clients that were not connected. disruptive-technologies.md §6. */
export class Streams {
  readonly #listeners = new Map<StreamListener, ClockTimer | undefined>();

  constructor(private readonly context: Context) {}

  get count(): number {
    return this.#listeners.size;
  }

  /** @returns a function that unsubscribes */
  open(listener: StreamListener): () => void {
    this.#listeners.set(listener, undefined);
    this.#ping(listener);
    return () => this.#leave(listener);
  }

  publish(event: SensorEvent, device: Device): void {
    for (const listener of this.#listeners.keys()) {
      if (listener.projectId === device.projectId && listener.wants(event, device)) {
        listener.send({ result: { event } });
      }
    }
  }

  /** Ends every stream. */
  drop(): void {
    for (const listener of [...this.#listeners.keys()]) {
      this.#leave(listener);
      listener.end();
    }
  }

  #leave(listener: StreamListener): void {
    this.#listeners.get(listener)?.cancel();
    this.#listeners.delete(listener);
  }

  #ping(listener: StreamListener): void {
    if (listener.pingMs === undefined) return;
    const timer = this.context.later(listener.pingMs, () => {
      const event = {
        eventId: this.context.nextId(),
        targetName: `projects/${listener.projectId}`,
        eventType: 'ping',
        data: null,
        timestamp: this.context.timestamp(),
      };
      listener.send({ result: { event } });
      this.#ping(listener);
    });
    this.#listeners.set(listener, timer);
  }
}
