import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { schedule } from '../../api/schedule';
import { teamLocator } from '../locators';
import { scheduleHints, scheduleIdField } from './fields';

export const getSchedule = defineOperation({
  resource: 'schedule',
  operation: 'get',
  name: 'Get',
  action: 'Get a schedule',
  description: 'Retrieve one planned duty of a team',
  semantics: 'safe',
  fields: [teamLocator, scheduleIdField],
  request: ({ teamId, scheduleId }) => ({
    method: 'GET',
    // signl4.md appendix A: the path ends in a slash.
    path: path`/api/v2/teams/${teamId}/schedules/${scheduleId}/`,
  }),
  responseSchema: schedule,
  hints: scheduleHints,
});
