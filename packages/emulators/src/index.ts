export { startEmulator, type Emulator, type FrameOptions } from './frame/start-emulator';
export type { EmulatorPlugin, EmulatedService, Frame } from './frame/emulator-plugin';
export type { ControlRoom } from './frame/control-room';
export type { Clock, ClockTimer } from './frame/clock';
export { realClock } from './frame/real-clock';
export { manualClock, type ManualClock } from './frame/manual-clock';
export type { DeliveryAttempt, Journal, JournalEntry, ReceivedRequest } from './frame/journal';
export type { Fault, FaultInjection, FaultMatch } from './frame/fault';
export type { FaultSwitchboard, InjectedFault } from './frame/fault-switchboard';
export type { DeliverySwitches } from './frame/outbox';
export type { Assumption, AssumptionTable } from './frame/assumption';
export { seed as signl4Seed } from './signl4/seed';
export { signl4, type Signl4Options } from './signl4/signl4-plugin';
export type { Signl4Control } from './signl4/control';
export { assumptions as signl4Assumptions } from './signl4/assumptions';
export { creationTicks, recordId } from './signl4/record-id';
export { ServiceError } from './signl4/service-error';
export {
  disruptiveTechnologies,
  type DisruptiveTechnologiesOptions,
} from './disruptive-technologies/disruptive-technologies-plugin';
export { seed as disruptiveTechnologiesSeed } from './disruptive-technologies/seed';
export type { DisruptiveTechnologiesControl } from './disruptive-technologies/control';
export { assumptions as disruptiveTechnologiesAssumptions } from './disruptive-technologies/assumptions';
export { dataworld, type DataworldOptions } from './dataworld/dataworld-plugin';
export { seed as dataworldSeed } from './dataworld/seed';
export type { DataworldControl } from './dataworld/control';
export { assumptions as dataworldAssumptions } from './dataworld/assumptions';
export { trust, type TrustOptions } from './trust/trust-plugin';
export type { EventStore } from './trust/event-store';
export { seed as trustSeed } from './trust/seed';
export type { TrustControl } from './trust/control';
export { assumptions as trustAssumptions } from './trust/assumptions';
