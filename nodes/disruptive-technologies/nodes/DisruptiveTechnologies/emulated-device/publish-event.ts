import { lazy, path } from '@signalbox/http-core';
import { defineOperation, jsonObject, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { nothing } from '../../api/wire';
import { EMULATOR, emulatedFields, emulatedHints } from './emulated-device';
import { PUBLISHED_TYPES, dataFields } from './event-data';
import type { PublishedType } from './event-data';

/** Event of any type to publish. */
interface Publication extends Record<string, unknown> {
  eventType: PublishedType;
  updateTime?: string;
  data?: Record<string, unknown>;
}

const published = lazy(() =>
  z.object({
    projectId: z.string(),
    deviceId: z.string(),
    eventType: z.string(),
    data: z.looseObject({}),
  }),
);

export const publishEvent = defineOperation({
  resource: 'emulatedDevice',
  operation: 'publishEvent',
  name: 'Publish Event',
  action: 'Publish an event of an emulated device',
  description: 'Publish an event as if the emulated device had reported it',
  semantics: 'non-idempotent',
  fields: [
    ...emulatedFields,
    {
      displayName: 'Event Type',
      name: 'eventType',
      type: 'options',
      options: PUBLISHED_TYPES,
      default: 'temperature',
      description: 'Type of the event. Each type of device has its own types of event.',
    },
    ...dataFields,
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        {
          displayName: 'Data (JSON)',
          name: 'data',
          type: 'json',
          default: '{}',
          description: 'Additional fields of the event, which override the fields above',
          [schema]: () => jsonObject('{"value": 21.5}'),
        },
        {
          displayName: 'Time',
          name: 'updateTime',
          type: 'dateTime',
          default: '',
          description: 'Time of the measurement. Defaults to now.',
        },
      ],
    },
  ],
  request: (publication) => ({
    method: 'POST',
    path: path`/projects/${publication.projectId}/devices/${publication.deviceId}:publish`,
    host: EMULATOR,
    body: { [publication.eventType]: dataOf(publication) },
    whenEmpty: {},
  }),
  responseSchema: nothing,
  toItem: (_answer: unknown, publication) => ({
    projectId: publication.projectId,
    deviceId: publication.deviceId,
    eventType: publication.eventType,
    data: dataOf(publication),
  }),
  output: published,
  hints: needs('Project Developer', {
    ...emulatedHints,
    400: 'Check the event: each type of device has its own types of event, and each of them its own fields.',
  }),
});

/** The content of the event: the fields that are shown for its type, and what is to replace them. */
function dataOf({ eventType, updateTime, data, ...fields }: Publication) {
  const own = dataFields.filter(({ displayOptions }) => displayOptions.show.eventType.includes(eventType));
  return {
    ...Object.fromEntries(own.map(({ name }) => [name, fields[name]])),
    ...(updateTime !== undefined && { updateTime }),
    ...data,
  };
}
