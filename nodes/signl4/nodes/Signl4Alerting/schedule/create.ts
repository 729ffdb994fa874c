import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { schedule } from '../../api/schedule';
import { memberLocator, teamLocator } from '../locators';
import { endField, scheduleHints, startField } from './fields';
import { assertInOrder } from './in-order';

export const createSchedule = defineOperation({
  resource: 'schedule',
  operation: 'create',
  name: 'Create',
  action: 'Create a schedule',
  description: 'Plan a duty of a user in a team',
  semantics: 'non-idempotent',
  fields: [teamLocator, memberLocator, startField, endField],
  request({ teamId, userId, start, end }) {
    assertInOrder({ start, end });
    return {
      method: 'POST',
      path: path`/api/v2/teams/${teamId}/schedules`,
      body: { userId, start, end, options: 0 },
    };
  },
  responseSchema: schedule,
  hints: scheduleHints,
});
