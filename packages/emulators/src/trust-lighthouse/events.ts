import { randomUUID } from 'node:crypto';
import { ApiError } from './api-error';
import type { Context } from './context';
import type { EventInput } from './event-input';
import type { EventStore } from './event-store';
import type { Listener, LighthouseEvent } from './model';
import { sameTags } from './tags';

/** Events that Lighthouse watches for. */
export class Events {
  constructor(
    private readonly context: Context,
    private readonly store?: EventStore,
  ) {
    for (const event of store?.load() ?? []) this.#add(event);
  }

  /** Those that still wait, oldest first. */
  live(companyId?: string): LighthouseEvent[] {
    return [...this.context.state.liveEvents.values()].filter(
      (event) => companyId === undefined || event.companyId === companyId,
    );
  }

  isLive(event: LighthouseEvent): boolean {
    return this.context.state.liveEvents.has(event.id);
  }

  /** An event that is, or was, registered. */
  find(id: string): LighthouseEvent | undefined {
    return this.context.state.events.get(id);
  }

  /** @throws ApiError 409 for an event that is there already, if the assumptions have it so */
  register(input: EventInput): LighthouseEvent {
    const { clock, settings } = this.context;
    const twin = this.live(input.companyId).find((event) => isTwin(event, input));
    if (twin && settings.duplicateEvents === 'same') return twin;
    if (twin && settings.duplicateEvents === 'conflict')
      throw new ApiError(409, { code: 409, message: 'Event already exists' });
    const event: LighthouseEvent = { id: randomUUID(), ...input, createdAtMs: clock.now() };
    this.#add(event);
    this.save();
    return event;
  }

  /** From now on it does not fire. */
  remove(event: LighthouseEvent): void {
    this.context.state.liveEvents.delete(event.id);
    this.save();
  }

  /** Tells the store what is live now. */
  save(): void {
    this.store?.save(this.live());
  }

  #add(event: LighthouseEvent): void {
    const { events, liveEvents } = this.context.state;
    events.set(event.id, event);
    liveEvents.set(event.id, event);
  }
}

function isTwin(event: LighthouseEvent, input: EventInput): boolean {
  return event.callbackUrl === input.callbackUrl && sameListener(event.listener, input.listener);
}

function sameListener(one: Listener, other: Listener): boolean {
  return one.type === 'tagged_file' && other.type === 'tagged_file'
    ? sameTags(one.tags, other.tags)
    : JSON.stringify(one) === JSON.stringify(other);
}
