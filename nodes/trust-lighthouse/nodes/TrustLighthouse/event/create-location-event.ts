import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';

import { companyField } from '../../api/company';
import { createEvent, createdEvent } from '../../api/event';
import type { CreatedEvent } from '../../api/event';
import { actionFields, readAction } from './action';
import { eventHints, presentNewEvent, presentedEvent } from './presented-event';

function coordinate<const Name extends string>(displayName: string, name: Name, limit: number) {
  return {
    displayName,
    name,
    type: 'number',
    typeOptions: { minValue: -limit, maxValue: limit, numberPrecision: 7 },
    default: 0,
    required: true,
    description: 'Decimal degrees',
  } as const satisfies Field;
}

export const createLocation = defineOperation({
  resource: 'locationEvent',
  operation: 'create',
  name: 'Create',
  action: 'Create a location event',
  description:
    'Have Trust call a URL when an app reports a position in an area. The response of Trust is undocumented.',
  semantics: 'non-idempotent',
  fields: [
    {
      displayName: 'App ID',
      name: 'appId',
      type: 'string',
      default: '',
      required: true,
      description: 'ID of the app whose position is watched',
    },
    coordinate('Latitude of Corner 1', 'latPoint1', 90),
    coordinate('Longitude of Corner 1', 'lngPoint1', 180),
    coordinate('Latitude of Corner 2', 'latPoint2', 90),
    coordinate('Longitude of Corner 2', 'lngPoint2', 180),
    {
      displayName: 'Inner Space',
      name: 'innerSpace',
      type: 'boolean',
      default: true,
      description: 'Whether the event is about positions inside the area',
    },
    ...actionFields,
    companyField,
  ],
  request(input) {
    const { latPoint1, lngPoint1, latPoint2, lngPoint2 } = input;
    if (latPoint1 === latPoint2 || lngPoint1 === lngPoint2) {
      throw new InvalidParameterError(
        'The area is empty: its corners have the same latitude or longitude',
        'Enter two diagonally opposite corners.',
      );
    }
    const location = {
      // The only type (trust-lighthouse.md §3.2).
      type: 'square',
      lat_point_1: latPoint1,
      lng_point_1: lngPoint1,
      lat_point_2: latPoint2,
      lng_point_2: lngPoint2,
      inner_space: input.innerSpace,
    };
    return createEvent(
      'app_location',
      { app_id: input.appId, company_id: input.companyId, location },
      readAction(input),
    );
  },
  responseSchema: createdEvent,
  toItem: (event: CreatedEvent, input) => presentNewEvent(event, input),
  output: presentedEvent,
  hints: eventHints,
});
