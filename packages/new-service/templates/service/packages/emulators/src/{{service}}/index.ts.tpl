export { plugin, type {{type}}Options as Options } from './plugin';
export { assumptions } from './assumptions';
export type { {{type}}Control as Control } from './control';
export { seed } from './seed';
