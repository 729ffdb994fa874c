import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { deleted, toDeletedItem } from '../../api/deleted';
import { teamLocator } from '../locators';
import { scheduleHints, scheduleIdField } from './fields';

export const deleteSchedule = defineOperation({
  resource: 'schedule',
  operation: 'delete',
  name: 'Delete',
  action: 'Delete a schedule',
  description: 'Delete one planned duty of a team',
  // A repeated call gets a 404, which would hide the success of the first.
  semantics: 'non-idempotent',
  fields: [teamLocator, scheduleIdField],
  request: ({ teamId, scheduleId }) => ({
    method: 'DELETE',
    path: path`/api/v2/teams/${teamId}/schedules/${scheduleId}`,
    whenEmpty: {},
  }),
  ...deleted,
  toItem: (_: object, { scheduleId }) => toDeletedItem(scheduleId),
  hints: scheduleHints,
});
