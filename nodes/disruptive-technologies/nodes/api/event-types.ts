import type { INodePropertyOptions } from 'n8n-workflow';

/** The types of event (disruptive-technologies.md §4) with what they tell; also the choices of a filter. */
export const EVENT_TYPES = [
  { name: 'Battery Status', value: 'batteryStatus', description: 'How full the battery is' },
  { name: 'Cellular Status', value: 'cellularStatus', description: 'Mobile network of a Cloud Connector' },
  { name: 'Carbon Dioxide', value: 'co2', description: 'CO2 in the air' },
  { name: 'Connection Status', value: 'connectionStatus', description: 'A device went offline or came back' },
  { name: 'Contact', value: 'contact', description: 'A door or window was opened or closed' },
  { name: 'Desk Occupancy', value: 'deskOccupancy', description: 'A desk was taken or left' },
  { name: 'Ethernet Status', value: 'ethernetStatus', description: 'Local network of a Cloud Connector' },
  { name: 'Humidity', value: 'humidity', description: 'Relative humidity, with the temperature' },
  { name: 'Labels Changed', value: 'labelsChanged', description: 'Somebody changed the labels of a device' },
  { name: 'Motion', value: 'motion', description: 'Motion was detected or ended' },
  { name: 'Network Status', value: 'networkStatus', description: 'Signal strength, with every heartbeat' },
  { name: 'Object Present', value: 'objectPresent', description: 'A proximity sensor changed its state' },
  { name: 'Object Present Count', value: 'objectPresentCount', description: 'How often that was in all' },
  { name: 'Pressure', value: 'pressure', description: 'Air pressure' },
  { name: 'Probe Wire Status', value: 'probeWireStatus', description: 'How a temperature probe is wired' },
  { name: 'Temperature', value: 'temperature', description: 'With every heartbeat and touch' },
  { name: 'Touch', value: 'touch', description: 'Somebody touched the sensor' },
  { name: 'Touch Count', value: 'touchCount', description: 'How often that was in all' },
  { name: 'Water Present', value: 'waterPresent', description: 'Water was detected, or is gone' },
] as const satisfies readonly INodePropertyOptions[];

export type EventType = (typeof EVENT_TYPES)[number]['value'];

/** The values alone. */
export const eventTypes = EVENT_TYPES.map(({ value }) => value) as unknown as readonly [
  EventType,
  ...EventType[],
];
