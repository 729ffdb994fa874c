import { lazy, path } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { pageOf, text } from '../../api/wire';
import { deviceLocator, eventTypesField, projectLocator } from '../fields';
import { getManyOperation } from '../read-operations';

/**
 * An event (disruptive-technologies.md §4). What is in `data` goes by its type; types that are not known yet come
 * through as well.
 */
const event = lazy(() =>
  z.looseObject({
    eventId: z.string(),
    eventType: z.string(),
    targetName: text(),
    timestamp: text(),
    data: z.nullish(z.looseObject({})),
  }),
);
type Event = z.infer<ReturnType<typeof event>>;

const presentedEvent = lazy(() =>
  z.extend(event(), { projectId: z.optional(z.string()), deviceId: z.optional(z.string()) }),
);

export const getEvents = getManyOperation({
  resource: 'event',
  noun: 'events',
  description: 'Retrieve the events of a device, newest first',
  fields: [
    projectLocator,
    deviceLocator,
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'End Time',
          name: 'endTime',
          type: 'dateTime',
          default: '',
          description: 'Return only events before this time. Defaults to now.',
        },
        eventTypesField('eventTypes', 'Only events of these types'),
        {
          displayName: 'Start Time',
          name: 'startTime',
          type: 'dateTime',
          default: '',
          description:
            'Return only events from this time on. Defaults to 24 hours ago. Events are kept for 30 days.',
        },
      ],
    },
  ],
  path: ({ projectId, deviceId }) => path`/projects/${projectId}/devices/${deviceId}/events`,
  key: 'events',
  page: pageOf('events', event),
  query({ endTime, eventTypes, startTime = '' }) {
    if (endTime !== undefined && startTime >= endTime) {
      throw new InvalidParameterError(
        `"End Time" must be after "Start Time" (it is ${endTime})`,
        'Exchange them, or leave one of them out.',
      );
    }
    return { eventTypes, startTime: startTime || undefined, endTime };
  },
  // disruptive-technologies.md §2f: the one list with larger pages.
  pageSize: 1000,
  toItem: ({ targetName, ...rest }: Event): IDataObject => {
    const [, projectId, deviceId] = /^projects\/([^/]+)\/devices\/([^/]+)$/.exec(targetName ?? '') ?? [];
    return { ...rest, ...(projectId !== undefined && { projectId, deviceId }), targetName };
  },
  output: presentedEvent,
  hints: needs('Project User', {
    404: 'There is no such device in this project, or no such project. Choose both from their lists.',
  }),
});
