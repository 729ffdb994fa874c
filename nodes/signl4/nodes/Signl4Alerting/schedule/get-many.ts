import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { schedule } from '../../api/schedule';
import type { Schedule } from '../../api/schedule';
import { scheduleHints } from './fields';

export const getSchedules = defineOperation({
  resource: 'schedule',
  operation: 'getAll',
  name: 'Get Many',
  action: 'Get many schedules',
  description: 'Retrieve planned duties, the next first',
  semantics: 'safe',
  fields: [
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'After',
          name: 'minDate',
          type: 'dateTime',
          default: '',
          description: 'Return only duties that end after this time',
        },
        {
          displayName: 'Team Names or IDs',
          name: 'teamIds',
          type: 'multiOptions',
          typeOptions: { loadOptionsMethod: 'getTeams' },
          default: [],
          description:
            'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
        },
        {
          displayName: 'User Name or ID',
          name: 'userId',
          type: 'options',
          typeOptions: { loadOptionsMethod: 'getUsers' },
          default: '',
          description:
            'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
        },
      ],
    },
  ],
  request: (filters, { limit }) => ({
    method: 'POST',
    path: path`/api/v2/schedules`,
    body: { ...filters, ...(Number.isFinite(limit) && { limit }) },
    whenEmpty: [],
  }),
  responseSchema: lazy(() => z.array(schedule())),
  pages: wholeList((schedules: Schedule[]) => schedules),
  output: schedule,
  hints: scheduleHints,
});
