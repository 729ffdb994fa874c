import { dataworld } from '../dataworld-sentry/plugin';
import { disruptiveTechnologies } from '../disruptive-technologies/plugin';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { signl4 } from '../signl4/plugin';
import { trust } from '../trust-lighthouse/plugin';

/** Every service that can be emulated. */
export const plugins: readonly EmulatorPlugin<unknown, object>[] = [
  dataworld,
  disruptiveTechnologies,
  signl4,
  trust,
];
