import { lazy } from '@signalbox/http-core';
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { ids, idsIn, pageOf, text, textMap } from './wire';

/** A device (disruptive-technologies.md §6); the sensor emulator leaves out what it has reported. */
export const device = lazy(() =>
  z.looseObject({
    name: z.string(),
    type: text(),
    productNumber: text(),
    labels: textMap(),
    reported: z.nullish(z.looseObject({})),
  }),
);
export type Device = z.infer<ReturnType<typeof device>>;

export const devicePage = pageOf('devices', device);

/** Result of `presentDevice`. */
export const presentedDevice = lazy(() => z.extend(device(), { ...ids(), displayName: z.string() }));

/** A device with its IDs and its name in DT Studio, which is the label `name`. */
export function presentDevice({ name, ...rest }: Device): IDataObject {
  return { ...idsIn(name), displayName: rest.labels?.name ?? '', name, ...rest };
}

/** Device types as sent by the API (disruptive-technologies.md §4). */
export const DEVICE_TYPES = [
  { name: 'Cloud Connector', value: 'ccon' },
  { name: 'Carbon Dioxide', value: 'co2' },
  { name: 'Contact', value: 'contact' },
  { name: 'Desk Occupancy', value: 'deskOccupancy' },
  { name: 'Humidity', value: 'humidity' },
  { name: 'Motion', value: 'motion' },
  { name: 'Proximity', value: 'proximity' },
  { name: 'Proximity Counter', value: 'proximityCounter' },
  { name: 'Temperature', value: 'temperature' },
  { name: 'Touch', value: 'touch' },
  { name: 'Touch Counter', value: 'touchCounter' },
  { name: 'Water Detector', value: 'waterDetector' },
] as const satisfies INodePropertyOptions[];
