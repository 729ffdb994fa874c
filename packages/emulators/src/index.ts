// Each service is a separate entry: '@signalbox/emulators/<service>'.
export { startEmulator, type Emulator, type EmulatorOptions } from './kit/start-emulator';
export type { EmulatorPlugin } from './kit/emulator-plugin';
export { manualClock } from './kit/manual-clock';
export type { ReceivedRequest } from './kit/journal';
export type { Fault, FaultMatch } from './kit/fault';
export type { Assumption } from './kit/assumption';
export type { PlaygroundCredential } from './kit/playground-entry';
export { emulatorPlugins, playgroundServices, serviceNames, type PlaygroundService } from './services';
