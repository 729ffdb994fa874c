export { plugin, type DisruptiveTechnologiesOptions as Options } from './plugin';
export { assumptions } from './assumptions';
export type { DisruptiveTechnologiesControl as Control } from './control';
export { seed } from './seed';
