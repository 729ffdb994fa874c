export { plugin, type DataworldOptions as Options } from './plugin';
export { assumptions } from './assumptions';
export type { DataworldControl as Control } from './control';
export { seed } from './seed';
