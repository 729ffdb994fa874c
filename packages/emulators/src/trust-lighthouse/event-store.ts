import type { LighthouseEvent } from './model';

/** Storage for live events that outlive an emulator: at Trust they last for years. */
export interface EventStore {
  /** Those of an earlier emulator, oldest first; asked for once, at the start. */
  load(): readonly LighthouseEvent[];
  /** Gets all of them after each change, a reset included. They are plain JSON. */
  save(events: readonly LighthouseEvent[]): void;
}
