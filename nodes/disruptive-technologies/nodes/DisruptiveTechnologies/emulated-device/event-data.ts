import type { Field } from '@signalbox/http-core/operation';
import type { INodePropertyOptions } from 'n8n-workflow';

import { EVENT_TYPES } from '../../api/event-types';

type Published = Exclude<(typeof EVENT_TYPES)[number], { value: 'labelsChanged' }>;

/**
 * The types that can be published: all but `labelsChanged`, which comes from a change of labels
 * (disruptive-technologies.md §5).
 */
export const PUBLISHED_TYPES = EVENT_TYPES.filter(
  (type): type is Published => type.value !== 'labelsChanged',
);

export type PublishedType = Published['value'];

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

function shownFor(...eventType: PublishedType[]) {
  return { displayOptions: { show: { eventType } } };
}

function numberField<const Name extends string>(
  field: Pick<Extract<Field, { type: 'number' }>, 'displayName' | 'description' | 'typeOptions'> & {
    name: Name;
    default: number;
  },
  ...eventType: PublishedType[]
) {
  return { ...field, type: 'number', ...shownFor(...eventType) } as const;
}

const percent = { minValue: 0, maxValue: 100 };
const count = { minValue: 0, numberPrecision: 0 };

/** The fields of an event of each type, with values that a sensor could have. */
export const dataFields = [
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
      typeOptions: count,
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
      typeOptions: count,
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
      typeOptions: { ...percent, numberPrecision: 0 },
      default: 100,
    },
    'batteryStatus',
  ),
  numberField(
    {
      displayName: 'Signal Strength (%)',
      name: 'signalStrength',
      description: 'Signal strength of the sensor',
      typeOptions: { ...percent, numberPrecision: 0 },
      default: 80,
    },
    'networkStatus',
    'cellularStatus',
  ),
  ...(Object.entries(STATES) as [keyof typeof STATES, readonly string[]][]).map(([eventType, states]) => ({
    ...stateField,
    options: states.map(inWords),
    default: states[0]!,
    ...shownFor(eventType),
  })),
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
] as const satisfies readonly Field[];
