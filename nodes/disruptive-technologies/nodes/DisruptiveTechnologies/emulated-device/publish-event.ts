import { lazy, path } from '@signalbox/http-core';
import { dateTime, defineOperation, jsonObject } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { EVENT_TYPES } from '../../api/event-types';
import { nothing } from '../../api/wire';
import { EMULATOR, emulatedFields, emulatedHints, emulatedShape } from './emulated-device';
import { dataFields, dataShapes } from './event-data';

/** Event of any type to publish. */
interface Publication extends Record<string, unknown> {
  projectId: string;
  deviceId: string;
  eventType: string;
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
      options: EVENT_TYPES.filter(({ value }) => value !== 'labelsChanged').map((type) => ({ ...type })),
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
  input: () =>
    z.discriminatedUnion(
      'eventType',
      Object.entries(dataShapes()).map(([eventType, shape]) =>
        z.object({
          ...emulatedShape(),
          ...shape,
          eventType: z.literal(eventType),
          updateTime: z.optional(dateTime()),
          data: z.optional(jsonObject('{"value": 21.5}')),
        }),
      ) as never,
      `must be one of ${Object.keys(dataShapes()).join(', ')}`,
    ) as unknown as z.ZodMiniType<Publication>,
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

function dataOf({ eventType, updateTime, data, ...fields }: Publication) {
  const own = Object.keys(dataShapes()[eventType as keyof ReturnType<typeof dataShapes>]);
  return {
    ...Object.fromEntries(own.map((name) => [name, fields[name]])),
    ...(updateTime !== undefined && { updateTime }),
    ...data,
  };
}
