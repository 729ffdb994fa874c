import type { INodePropertyOptions } from 'n8n-workflow';

/** Event types (disruptive-technologies.md §4), also used as options of a filter. */
export const EVENT_TYPES = [
  { name: 'Battery Status', value: 'batteryStatus', description: 'Remaining charge of the battery' },
  { name: 'Cellular Status', value: 'cellularStatus', description: 'Mobile network of a Cloud Connector' },
  { name: 'Carbon Dioxide', value: 'co2', description: 'CO2 in the air' },
  { name: 'Connection Status', value: 'connectionStatus', description: 'A device went offline or came back' },
  { name: 'Contact', value: 'contact', description: 'A door or window was opened or closed' },
  { name: 'Desk Occupancy', value: 'deskOccupancy', description: 'A desk became occupied or free' },
  { name: 'Ethernet Status', value: 'ethernetStatus', description: 'Local network of a Cloud Connector' },
  { name: 'Humidity', value: 'humidity', description: 'Relative humidity, with the temperature' },
  { name: 'Labels Changed', value: 'labelsChanged', description: 'The labels of a device were changed' },
  { name: 'Motion', value: 'motion', description: 'Motion was detected or ended' },
  { name: 'Network Status', value: 'networkStatus', description: 'Signal strength, with every heartbeat' },
  {
    name: 'Object Present',
    value: 'objectPresent',
    description: 'An object appeared or disappeared at a proximity sensor',
  },
  {
    name: 'Object Present Count',
    value: 'objectPresentCount',
    description: 'How often an object appeared or disappeared',
  },
  { name: 'Pressure', value: 'pressure', description: 'Air pressure' },
  { name: 'Probe Wire Status', value: 'probeWireStatus', description: 'How a temperature probe is wired' },
  { name: 'Temperature', value: 'temperature', description: 'With every heartbeat and touch' },
  { name: 'Touch', value: 'touch', description: 'The sensor was touched' },
  { name: 'Touch Count', value: 'touchCount', description: 'How often the sensor was touched' },
  { name: 'Water Present', value: 'waterPresent', description: 'Water was detected, or is gone' },
] as const satisfies INodePropertyOptions[];

export type EventType = (typeof EVENT_TYPES)[number]['value'];
