import type { EventType } from './event-types';

const SENSOR: readonly EventType[] = ['touch', 'networkStatus', 'batteryStatus'];

/**
 * Event types of each type of device. disruptive-technologies.md §4 names both, but not which belong together.
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

export function reports(deviceType: DeviceType, eventType: EventType): boolean {
  // Newer sensors tell about their connection too.
  const types: readonly EventType[] = DEVICE_TYPES[deviceType];
  return types.includes(eventType) || eventType === 'connectionStatus';
}

/** Properties that are always in the `reported` object of a type of device, even if null. */
export function reportedKeys(deviceType: DeviceType): string[] {
  const types: readonly EventType[] = DEVICE_TYPES[deviceType];
  return (
    types
      .filter((type) => type !== 'probeWireStatus')
      // Not a type of event. Assumption D36.
      .flatMap((type) => (type === 'connectionStatus' ? [type, 'connectionLatency'] : [type]))
  );
}
