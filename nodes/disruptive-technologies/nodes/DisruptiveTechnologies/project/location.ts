import type { Field } from '@signalbox/http-core/operation';

/** Location fields of a project as members of a collection, sorted alphabetically (disruptive-technologies.md §6). */
export const latitudeField = {
  displayName: 'Latitude',
  name: 'latitude',
  type: 'number',
  typeOptions: { minValue: -90, maxValue: 90, numberPrecision: 6 },
  default: 0,
  description: 'Decimal degrees, north is positive',
} as const satisfies Field;
export const longitudeField = {
  displayName: 'Longitude',
  name: 'longitude',
  type: 'number',
  typeOptions: { minValue: -180, maxValue: 180, numberPrecision: 6 },
  default: 0,
  description: 'Decimal degrees, east is positive',
} as const satisfies Field;
export const timeZoneField = {
  displayName: 'Time Zone',
  name: 'timeLocation',
  type: 'string',
  default: '',
  placeholder: 'e.g. Europe/Oslo',
  description: 'Time zone of the project',
} as const satisfies Field;

interface Location {
  latitude?: number | null;
  longitude?: number | null;
  timeLocation?: string | null;
}

/** Returns true if any part of a location is given. */
export function hasLocation({ latitude, longitude, timeLocation }: Location): boolean {
  return [latitude, longitude, timeLocation].some((part) => part !== undefined);
}

/** A whole location: what is given, and the present one for the rest. It may be replaced as a whole. */
export function locationOf(given: Location, present: Location = {}): Location {
  const { latitude = present.latitude, longitude = present.longitude } = given;
  return { ...present, latitude, longitude, timeLocation: given.timeLocation ?? present.timeLocation };
}
