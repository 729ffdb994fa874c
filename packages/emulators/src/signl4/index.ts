export { plugin, type Signl4Options as Options } from './plugin';
export { assumptions } from './assumptions';
export type { Signl4Control as Control } from './control';
export { seed } from './seed';
export { creationTicks, recordId } from './record-id';
export { ServiceError } from './service-error';
