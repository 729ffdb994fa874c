import { lazy } from '@signalbox/http-core';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import type { EventType } from '../../api/event-types';

/** Event types with a state, and their states (disruptive-technologies.md §4). */
const STATES = {
  contact: ['OPEN', 'CLOSED'],
  deskOccupancy: ['OCCUPIED', 'NOT_OCCUPIED'],
  motion: ['MOTION_DETECTED', 'NO_MOTION_DETECTED'],
  objectPresent: ['PRESENT', 'NOT_PRESENT'],
  probeWireStatus: [
    'TWO_WIRE',
    'THREE_WIRE',
    'FOUR_WIRE',
    'INVALID_WIRE_CONFIGURATION',
    'INVALID_COEFFICIENT_CONFIGURATION',
  ],
  waterPresent: ['PRESENT', 'NOT_PRESENT'],
} as const;

const stateField = {
  displayName: 'State',
  name: 'state',
  type: 'options',
  default: '',
  description: 'State that the sensor reports',
} as const;

/** `NOT_PRESENT` as "Not Present". */
function inWords(state: string): INodePropertyOptions {
  const words = state.toLowerCase().split('_');
  return { name: words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' '), value: state };
}

function shownFor(...eventType: EventType[]): Pick<INodeProperties, 'displayOptions'> {
  return { displayOptions: { show: { eventType } } };
}

function numberField(
  field: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'typeOptions'> & { default: number },
  ...eventType: EventType[]
): INodeProperties {
  return { ...field, type: 'number', ...shownFor(...eventType) };
}

const percent = { minValue: 0, maxValue: 100 };

/** The fields of an event of each type, with values that a sensor could have. */
export const dataFields: INodeProperties[] = [
  numberField(
    {
      displayName: 'Value (°C)',
      name: 'value',
      description: 'Measured temperature',
      typeOptions: { numberPrecision: 2 },
      default: 21.5,
    },
    'temperature',
  ),
  numberField(
    {
      displayName: 'Temperature (°C)',
      name: 'temperature',
      description: 'Of the air',
      typeOptions: { numberPrecision: 2 },
      default: 21.5,
    },
    'humidity',
  ),
  numberField(
    {
      displayName: 'Relative Humidity (%)',
      name: 'relativeHumidity',
      description: 'Of the air',
      typeOptions: percent,
      default: 45,
    },
    'humidity',
  ),
  numberField(
    {
      displayName: 'Carbon Dioxide (Ppm)',
      name: 'ppm',
      description: 'Carbon dioxide in parts per million',
      typeOptions: { minValue: 0 },
      default: 600,
    },
    'co2',
  ),
  numberField(
    {
      displayName: 'Pressure (Pa)',
      name: 'pascal',
      description: 'Of the air',
      typeOptions: { minValue: 0 },
      default: 101325,
    },
    'pressure',
  ),
  numberField(
    {
      displayName: 'Total',
      name: 'total',
      description: 'Total count over the lifetime of the sensor',
      typeOptions: { minValue: 0 },
      default: 1,
    },
    'objectPresentCount',
    'touchCount',
  ),
  numberField(
    {
      displayName: 'Charge (%)',
      name: 'percentage',
      description: 'Remaining charge of the battery',
      typeOptions: percent,
      default: 100,
    },
    'batteryStatus',
  ),
  numberField(
    {
      displayName: 'Signal Strength (%)',
      name: 'signalStrength',
      description: 'Signal strength of the sensor',
      typeOptions: percent,
      default: 80,
    },
    'networkStatus',
    'cellularStatus',
  ),
  ...(Object.entries(STATES) as [keyof typeof STATES, readonly string[]][]).map(
    ([eventType, states]): INodeProperties => ({
      ...stateField,
      options: states.map(inWords),
      default: states[0],
      ...shownFor(eventType),
    }),
  ),
  {
    displayName: 'Connection',
    name: 'connection',
    type: 'options',
    options: [
      { name: 'Cellular', value: 'CELLULAR' },
      { name: 'Ethernet', value: 'ETHERNET' },
      { name: 'Offline', value: 'OFFLINE' },
      { name: 'SecureDataShot', value: 'SDS' },
    ],
    default: 'OFFLINE',
    description: 'Type of connection: SecureDataShot for sensors, Ethernet or cellular for Cloud Connectors',
    ...shownFor('connectionStatus'),
  },
  {
    displayName: 'MAC Address',
    name: 'macAddress',
    type: 'string',
    default: 'f0:b5:b7:00:00:01',
    description: 'MAC address of the network interface',
    ...shownFor('ethernetStatus'),
  },
  {
    displayName: 'IP Address',
    name: 'ipAddress',
    type: 'string',
    default: '192.0.2.10',
    description: 'IP address in the local network',
    ...shownFor('ethernetStatus'),
  },
];

/** Required fields of each event type. */
type Shape = Record<string, z.ZodMiniType>;

/**
 * The types that can be published: all but `labelsChanged`, which comes from a change of labels
 * (disruptive-technologies.md §5).
 */
export const dataShapes = lazy((): Record<Exclude<EventType, 'labelsChanged'>, Shape> => {
  const percentage = z.int().check(z.minimum(0), z.maximum(100));
  const count = z.int().check(z.minimum(0));
  const stateOf = (type: keyof typeof STATES) => ({ state: z.enum(STATES[type]) });
  return {
    batteryStatus: { percentage },
    cellularStatus: { signalStrength: percentage },
    co2: { ppm: count },
    connectionStatus: { connection: z.enum(['SDS', 'ETHERNET', 'CELLULAR', 'OFFLINE']) },
    contact: stateOf('contact'),
    deskOccupancy: stateOf('deskOccupancy'),
    ethernetStatus: { macAddress: z.string(), ipAddress: z.string() },
    humidity: {
      temperature: z.number(),
      relativeHumidity: z.number().check(z.minimum(0), z.maximum(100)),
    },
    motion: stateOf('motion'),
    networkStatus: { signalStrength: percentage },
    objectPresent: stateOf('objectPresent'),
    objectPresentCount: { total: count },
    pressure: { pascal: z.number() },
    probeWireStatus: stateOf('probeWireStatus'),
    temperature: { value: z.number() },
    touch: {},
    touchCount: { total: count },
    waterPresent: stateOf('waterPresent'),
  };
});
