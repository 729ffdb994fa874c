import type { EventType } from './event-types';

const SENSOR: readonly EventType[] = ['touch', 'networkStatus', 'batteryStatus'];

/**
 * What the devices of each type report. disruptive-technologies.md §4 names the types of device and of event, but
 * not which goes with which.
 */
export const DEVICE_TYPES = {
  temperature: ['temperature', 'probeWireStatus', ...SENSOR],
  proximity: ['objectPresent', ...SENSOR],
  touch: SENSOR,
  humidity: ['humidity', ...SENSOR],
  proximityCounter: ['objectPresentCount', ...SENSOR],
  touchCounter: ['touchCount', ...SENSOR],
  waterDetector: ['waterPresent', ...SENSOR],
  ccon: ['connectionStatus', 'ethernetStatus', 'cellularStatus', 'touch'],
  co2: ['co2', 'humidity', 'pressure', ...SENSOR],
  motion: ['motion', ...SENSOR],
  deskOccupancy: ['deskOccupancy', ...SENSOR],
  contact: ['contact', ...SENSOR],
} satisfies Record<string, readonly EventType[]>;

export type DeviceType = keyof typeof DEVICE_TYPES;

/** Whether a device of a type can report events of a type. */
export function reports(deviceType: DeviceType, eventType: EventType): boolean {
  // Newer sensors tell about their connection too.
  const types: readonly EventType[] = DEVICE_TYPES[deviceType];
  return types.includes(eventType) || eventType === 'connectionStatus';
}

/** What the `reported` object of a device of a type always has, be it null. */
export function reportedKeys(deviceType: DeviceType): string[] {
  const types: readonly EventType[] = DEVICE_TYPES[deviceType];
  return (
    types
      .filter((type) => type !== 'probeWireStatus')
      // Not a type of event. Assumption D36.
      .flatMap((type) => (type === 'connectionStatus' ? [type, 'connectionLatency'] : [type]))
  );
}
