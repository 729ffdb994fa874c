import type { Clock, ClockTimer } from '../kit/clock';
import type { Signl4Assumptions } from './assumptions';
import type { State } from './state';
import type { TickSource } from './ticks';

/** Shared by all parts of the service. */
export interface Context {
  /** Replaced as a whole by a reset. */
  state: State;
  readonly clock: Clock;
  readonly ticks: TickSource;
  readonly settings: Signl4Assumptions;
  /** Runs something later by the clock, unless the service is reset before. */
  later(delayMs: number, run: () => void): ClockTimer;
}
