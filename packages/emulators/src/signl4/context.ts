import type { Clock, ClockTimer } from '../kit/clock';
import type { Signl4Assumptions } from './assumptions';
import type { State } from './state';
import type { TickSource } from './ticks';

/** Dependencies shared by all parts of the service. */
export interface Context {
  /** Replaced as a whole by a reset. */
  state: State;
  readonly clock: Clock;
  readonly ticks: TickSource;
  readonly settings: Signl4Assumptions;
  /** Schedules a function by the emulator's clock. A reset cancels it. */
  later(delayMs: number, run: () => void): ClockTimer;
}
