export { plugin, type TrustOptions as Options } from './plugin';
export { assumptions } from './assumptions';
export type { TrustControl as Control } from './control';
export { seed } from './seed';
export { eventFile } from './event-file';
