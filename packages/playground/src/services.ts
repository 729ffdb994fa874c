import { dataworldService } from './services/dataworld';
import { disruptiveTechnologiesService } from './services/disruptive-technologies';
import type { PlaygroundService } from './playground-service';
import { signl4Service } from './services/signl4';
import { trustService } from './services/trust';

/** Every service that the playground can play. A new one is added here, and nowhere else in this package. */
export const services = {
  signl4: signl4Service,
  'disruptive-technologies': disruptiveTechnologiesService,
  trust: trustService,
  dataworld: dataworldService,
};

export type ServiceName = keyof typeof services;

/** The running emulators, by service. */
export type Emulators = {
  [Name in ServiceName]: Awaited<ReturnType<(typeof services)[Name]['startEmulator']>>;
};

/** The same, for code that treats all services alike. */
export const allServices = Object.entries(services) as [ServiceName, PlaygroundService][];
