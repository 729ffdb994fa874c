import { lazy, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { schedule } from '../../api/schedule';
import type { Schedule } from '../../api/schedule';
import { teamLocator } from '../locators';
import { scheduleHints } from './fields';
import { assertInOrder } from './in-order';

export const deleteSchedules = defineOperation({
  resource: 'schedule',
  operation: 'deleteRange',
  name: 'Delete Range',
  action: 'Delete a range of schedules',
  description: 'Delete all planned duties of a team between two times',
  semantics: 'idempotent',
  fields: [
    teamLocator,
    {
      displayName: 'From',
      name: 'from',
      type: 'dateTime',
      default: '',
      required: true,
      description: 'Start of the range',
    },
    {
      displayName: 'To',
      name: 'to',
      type: 'dateTime',
      default: '',
      required: true,
      description: 'End of the range',
    },
  ],
  request({ teamId, from, to }) {
    assertInOrder({ start: from, end: to }, ['From', 'To']);
    return {
      method: 'POST',
      path: path`/api/v2/teams/${teamId}/schedules/deleteRange`,
      body: { from, to },
      whenEmpty: [],
    };
  },
  responseSchema: lazy(() => z.array(schedule())),
  toItem: (schedules: Schedule[], { teamId }): IDataObject => ({ teamId, schedules }),
  output: lazy(() => z.looseObject({ teamId: z.string(), schedules: z.array(schedule()) })),
  hints: scheduleHints,
});
