import { dataworld } from '../dataworld/dataworld-plugin';
import { disruptiveTechnologies } from '../disruptive-technologies/disruptive-technologies-plugin';
import type { EmulatorPlugin } from '../frame/emulator-plugin';
import { signl4 } from '../signl4/signl4-plugin';
import { trust } from '../trust/trust-plugin';

/** Every service that can be emulated. */
export const plugins: readonly EmulatorPlugin<unknown, object>[] = [
  dataworld,
  disruptiveTechnologies,
  signl4,
  trust,
];
