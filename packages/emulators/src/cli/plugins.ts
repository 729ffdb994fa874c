import { disruptiveTechnologies } from '../disruptive-technologies/disruptive-technologies-plugin';
import type { EmulatorPlugin } from '../frame/emulator-plugin';
import { signl4 } from '../signl4/signl4-plugin';

/** Every service that can be emulated. */
export const plugins: readonly EmulatorPlugin<unknown, object>[] = [disruptiveTechnologies, signl4];
