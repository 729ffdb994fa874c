import { lazy, path } from '@signalbox/http-core';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { guid } from '../../api/ids';
import { schedule } from '../../api/schedule';
import type { Schedule } from '../../api/schedule';
import { teamLocator } from '../locators';
import { scheduleHints } from './fields';
import { assertInOrder } from './in-order';

export const createSchedules = defineOperation({
  resource: 'schedule',
  operation: 'createMany',
  name: 'Create Many',
  action: 'Create many schedules',
  description: 'Plan several duties in a team with one request',
  semantics: 'non-idempotent',
  fields: [
    teamLocator,
    {
      displayName: 'Duties',
      name: 'duties',
      type: 'fixedCollection',
      typeOptions: { multipleValues: true },
      placeholder: 'Add duty',
      default: {},
      required: true,
      description: 'The duties to plan',
      options: [
        {
          displayName: 'Duty',
          name: 'duty',
          values: [
            {
              displayName: 'User Name or ID',
              name: 'userId',
              type: 'options',
              typeOptions: { loadOptionsMethod: 'getUsers' },
              default: '',
              description:
                'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
              [schema]: guid,
            },
            { displayName: 'Start', name: 'start', type: 'dateTime', default: '' },
            { displayName: 'End', name: 'end', type: 'dateTime', default: '' },
          ],
        },
      ],
    },
    {
      displayName: 'Override Existing',
      name: 'overrideExisting',
      type: 'boolean',
      default: false,
      description: 'Whether to replace duties that overlap, instead of refusing the new ones',
    },
  ],
  request({ teamId, duties: { duty = [] }, overrideExisting }) {
    for (const each of duty) assertInOrder(each);
    return {
      method: 'POST',
      path: path`/api/v2/teams/${teamId}/schedules/multiple`,
      query: { overrideExisting },
      body: duty.map((each) => ({ ...each, options: 0 })),
    };
  },
  responseSchema: lazy(() => z.array(schedule())),
  toItem: (schedules: Schedule[], { teamId }): IDataObject => ({ teamId, schedules }),
  output: lazy(() => z.looseObject({ teamId: z.string(), schedules: z.array(schedule()) })),
  hints: scheduleHints,
});
