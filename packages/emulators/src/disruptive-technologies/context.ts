import type { Clock, ClockTimer } from '../kit/clock';
import type { DisruptiveTechnologiesAssumptions } from './assumptions';
import type { State } from './state';

/** Shared by all parts of the service. */
export interface Context {
  /** Replaced as a whole by a reset. */
  state: State;
  readonly clock: Clock;
  readonly settings: DisruptiveTechnologiesAssumptions;
  /** Origin under which the service can be reached. */
  origin(): string;
  /** A new xid. */
  nextId(): string;
  /** The present moment as RFC 3339; never the same one twice. */
  timestamp(): string;
  /** Runs something later by the clock, unless the service is reset before. */
  later(delayMs: number, run: () => void): ClockTimer;
}
