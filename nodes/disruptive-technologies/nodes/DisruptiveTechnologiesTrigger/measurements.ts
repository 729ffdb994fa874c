import type { IDataObject } from 'n8n-workflow';

import { fieldsOf } from './event';

/** Copies a field of the event data to the output, under a name that includes its unit. */
type Take = (data: Readonly<Record<string, unknown>>) => IDataObject;

const take =
  (type: 'number' | 'string' | 'boolean' | 'object') =>
  (from: string, to = from): Take =>
  (data) =>
    // Values of an undocumented type are available in the raw event only.
    typeof data[from] === type && data[from] !== null ? { [to]: data[from] } : {};

const number = take('number');
const text = take('string');
const flag = take('boolean');
/** Lists and maps, whose type is `object`. */
const several = take('object');

/** A state, and a boolean for it. Unknown states have no boolean. */
const state =
  (to: string, yes: string, no: string): Take =>
  (data) => ({
    ...text('state')(data),
    ...((data.state === yes || data.state === no) && { [to]: data.state === yes }),
  });

/** True for a value that was measured while the sensor was offline, and sent later. */
const backfilled = flag('isBackfilled');

const signalStrength = number('signalStrength', 'signalStrengthPercent');
const rssi = number('rssi');

/** The Cloud Connectors that received a sensor's signal. */
const cloudConnectors: Take = ({ cloudConnectors: heardBy }) =>
  Array.isArray(heardBy)
    ? { cloudConnectors: heardBy.map((one) => takeAll([text('id'), signalStrength, rssi], fieldsOf(one))) }
    : {};

/** Measurements of each event type (disruptive-technologies.md §4). `touch` has none. */
const MEASUREMENTS: Readonly<Record<string, readonly Take[]>> = {
  temperature: [number('value', 'temperatureCelsius'), backfilled],
  humidity: [
    number('temperature', 'temperatureCelsius'),
    number('relativeHumidity', 'relativeHumidityPercent'),
    backfilled,
  ],
  co2: [number('ppm', 'co2Ppm')],
  pressure: [number('pascal', 'pressurePascal')],
  objectPresent: [state('objectPresent', 'PRESENT', 'NOT_PRESENT')],
  waterPresent: [state('waterPresent', 'PRESENT', 'NOT_PRESENT')],
  motion: [state('motionDetected', 'MOTION_DETECTED', 'NO_MOTION_DETECTED')],
  deskOccupancy: [state('deskOccupied', 'OCCUPIED', 'NOT_OCCUPIED'), several('remarks')],
  contact: [state('contactOpen', 'OPEN', 'CLOSED')],
  probeWireStatus: [text('state')],
  objectPresentCount: [number('total', 'objectPresentCount')],
  touchCount: [number('total', 'touchCount')],
  networkStatus: [signalStrength, rssi, text('transmissionMode'), cloudConnectors],
  batteryStatus: [number('percentage', 'batteryPercent')],
  connectionStatus: [text('connection'), several('available', 'availableConnections')],
  ethernetStatus: [text('macAddress'), text('ipAddress'), several('errors')],
  cellularStatus: [signalStrength, several('errors')],
};

/** The only type whose data has no key of its name (disruptive-technologies.md §4). */
const LABELS_CHANGED: readonly Take[] = [
  several('added', 'labelsAdded'),
  several('modified', 'labelsModified'),
  several('removed', 'labelsRemoved'),
];

/** Measurements of an event, in fields with units. Empty for unknown types. */
export function measurementsOf(eventType: string, data: unknown): IDataObject {
  if (eventType === 'labelsChanged') return takeAll(LABELS_CHANGED, fieldsOf(data));
  const takes = Object.hasOwn(MEASUREMENTS, eventType) ? MEASUREMENTS[eventType]! : [];
  return takeAll(takes, fieldsOf(fieldsOf(data)[eventType]));
}

function takeAll(takes: readonly Take[], data: Readonly<Record<string, unknown>>): IDataObject {
  return Object.assign({}, ...takes.map((one) => one(data))) as IDataObject;
}
