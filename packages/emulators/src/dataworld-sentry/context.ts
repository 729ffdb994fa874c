import type { Clock, ClockTimer } from '../kit/clock';
import type { DataworldAssumptions } from './assumptions';
import type { State } from './state';

/** Dependencies shared by all parts of the service. */
export interface Context {
  /** Replaced as a whole by a reset. */
  state: State;
  readonly clock: Clock;
  readonly settings: DataworldAssumptions;
  /** Path before `/sentries`, such as `/h/api/v1`. */
  readonly prefix: string;
  /** Origin under which the service can be reached. */
  origin(): string;
  /** Current time in ISO 8601. */
  timestamp(): string;
  /** Schedules a function by the emulator's clock. A reset cancels it. */
  later(delayMs: number, run: () => void): ClockTimer;
}
