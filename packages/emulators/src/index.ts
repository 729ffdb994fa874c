// Each service is a separate entry: '@signalbox/emulators/<service>'.
export { startEmulator, type Emulator, type EmulatorOptions } from './kit/start-emulator';
export type { EmulatorPlugin, EmulatedService, EmulatorRuntime } from './kit/emulator-plugin';
export type { ControlRoom } from './kit/control-room';
export type { Clock, ClockTimer } from './kit/clock';
export { realClock } from './kit/real-clock';
export { manualClock, type ManualClock } from './kit/manual-clock';
export type { DeliveryAttempt, Journal, JournalEntry, ReceivedRequest } from './kit/journal';
export type { Fault, FaultInjection, FaultMatch } from './kit/fault';
export type { FaultSwitchboard, InjectedFault } from './kit/fault-switchboard';
export type { DeliverySwitches } from './kit/outbox';
export type { Assumption, AssumptionTable } from './kit/assumption';
export type { PlaygroundCredential, PlaygroundEntry } from './kit/playground-entry';
export { emulatorPlugins, playgroundServices, serviceNames, type PlaygroundService } from './services';
