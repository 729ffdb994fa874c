import { z } from 'zod/v4';

const number = z.number().finite();
const count = z.number().int().nonnegative();
const percent = z.number().int().min(0).max(100);
const time = z.string().datetime({ offset: true });
const texts = z.array(z.string()).nullish();
const presence = z.object({ state: z.enum(['PRESENT', 'NOT_PRESENT']) });
const cloudConnector = z.object({ id: z.string(), signalStrength: percent, rssi: z.number().int() });

/** Default report of an emulated device (disruptive-technologies.md §5). */
const EMULATED_RSSI = -50;

/** Data of each event, without `updateTime`. disruptive-technologies.md §4. */
const DATA = {
  touch: z.object({}),
  temperature: z.object({
    value: number,
    samples: z.array(z.object({ value: number, sampleTime: time })).nullish(),
    isBackfilled: z.boolean().nullish(),
  }),
  objectPresent: presence,
  humidity: z.object({
    temperature: number,
    relativeHumidity: number.min(0).max(100),
    samples: z.array(z.object({ temperature: number, relativeHumidity: number, sampleTime: time })).nullish(),
    isBackfilled: z.boolean().nullish(),
  }),
  objectPresentCount: z.object({ total: count }),
  touchCount: z.object({ total: count }),
  waterPresent: presence,
  co2: z.object({ ppm: count }),
  pressure: z.object({ pascal: number }),
  motion: z.object({ state: z.enum(['MOTION_DETECTED', 'NO_MOTION_DETECTED']) }),
  deskOccupancy: z.object({ state: z.enum(['OCCUPIED', 'NOT_OCCUPIED']), remarks: texts }),
  contact: z.object({ state: z.enum(['OPEN', 'CLOSED']) }),
  probeWireStatus: z.object({
    state: z.enum([
      'INVALID_WIRE_CONFIGURATION',
      'INVALID_COEFFICIENT_CONFIGURATION',
      'TWO_WIRE',
      'THREE_WIRE',
      'FOUR_WIRE',
    ]),
  }),
  networkStatus: z.object({
    signalStrength: percent,
    rssi: z.number().int().nullish(),
    transmissionMode: z.enum(['LOW_POWER_STANDARD_MODE', 'HIGH_POWER_BOOST_MODE', 'UNKNOWN_MODE']).nullish(),
    cloudConnectors: z.array(cloudConnector).nullish(),
  }),
  batteryStatus: z.object({ percentage: percent }),
  labelsChanged: z.object({
    added: z.record(z.string(), z.string()).nullish(),
    modified: z.record(z.string(), z.string()).nullish(),
    removed: texts,
  }),
  connectionStatus: z.object({
    connection: z.enum(['SDS', 'ETHERNET', 'CELLULAR', 'OFFLINE']),
    available: z.array(z.enum(['SDS', 'ETHERNET', 'CELLULAR'])).nullish(),
  }),
  ethernetStatus: z.object({ macAddress: z.string(), ipAddress: z.string(), errors: texts }),
  cellularStatus: z.object({ signalStrength: percent, errors: texts }),
} as const satisfies Record<string, z.ZodTypeAny>;

export type EventType = keyof typeof DATA;

/** The 19 types of event that a device can have. */
export const EVENT_TYPES = Object.keys(DATA) as EventType[];

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(DATA, text);
}

/**
 * The data of an event as the service sends it: checked, and completed with all fields that a sensor always sends.
 * @param updateTime RFC 3339
 * @throws ZodError for data that does not fit the type
 */
export function eventData(type: EventType, input: unknown, updateTime: string): Record<string, unknown> {
  const given = DATA[type].parse(input ?? {}) as Record<string, unknown>;
  if (type === 'labelsChanged') {
    return { added: given.added ?? {}, modified: given.modified ?? {}, removed: given.removed ?? [] };
  }
  return { [type]: ordered(type, given, updateTime) };
}

/** In the order in which the service sends it (disruptive-technologies.md §3a). */
function ordered(type: EventType, given: Record<string, unknown>, updateTime: string): unknown {
  if (type === 'temperature' || type === 'humidity') {
    const { samples, isBackfilled, ...values } = given;
    return {
      ...values,
      updateTime,
      samples: samples ?? [{ ...values, sampleTime: updateTime }],
      isBackfilled: isBackfilled ?? false,
    };
  }
  if (type === 'networkStatus') {
    const { signalStrength, transmissionMode, cloudConnectors } = given;
    const rssi = given.rssi ?? EMULATED_RSSI;
    return {
      signalStrength,
      rssi,
      updateTime,
      cloudConnectors: cloudConnectors ?? [{ id: 'emulated-ccon', signalStrength, rssi }],
      transmissionMode: transmissionMode ?? 'LOW_POWER_STANDARD_MODE',
    };
  }
  if (type === 'connectionStatus') {
    return { connection: given.connection, available: given.available ?? [], updateTime };
  }
  if (type === 'deskOccupancy') return { state: given.state, updateTime, remarks: given.remarks ?? [] };
  if (type === 'ethernetStatus' || type === 'cellularStatus') {
    return { ...given, errors: given.errors ?? [], updateTime };
  }
  return { ...given, updateTime };
}
