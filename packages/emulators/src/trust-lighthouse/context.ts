import type { Clock } from '../kit/clock';
import type { TrustAssumptions } from './assumptions';
import type { State } from './state';

/** Dependencies shared by all parts of the emulator. */
export interface Context {
  /** Replaced as a whole by a reset. */
  state: State;
  readonly clock: Clock;
  readonly settings: TrustAssumptions;
  /** Origin under which the emulator can be reached. */
  origin(): string;
}
