import type { Clock, ClockTimer } from '../kit/clock';
import type { DisruptiveTechnologiesAssumptions } from './assumptions';
import type { State } from './state';

/** Dependencies shared by all parts of the service. */
export interface Context {
  /** Replaced as a whole by a reset. */
  state: State;
  readonly clock: Clock;
  readonly settings: DisruptiveTechnologiesAssumptions;
  /** Origin under which the service can be reached. */
  origin(): string;
  /** A new xid. */
  nextId(): string;
  /** Current time as RFC 3339; never the same value twice. */
  timestamp(): string;
  /** Schedules a function by the emulator's clock. A reset cancels it. */
  later(delayMs: number, run: () => void): ClockTimer;
}
