import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { dutyStatus } from '../../api/duty';
import { entriesOfTeams, multiTeam } from '../../api/multi-team';
import { memberLocator, teamsField } from '../locators';

export const getDutyStatus = defineOperation({
  resource: 'duty',
  operation: 'getStatus',
  name: 'Get Status',
  action: 'Get the duty status of a user',
  description: 'Retrieve for each team whether a user is on duty',
  semantics: 'safe',
  fields: [memberLocator, teamsField],
  request: ({ userId, teamIds }) => ({
    method: 'GET',
    path: path`/api/v2/users/${userId}/dutyStatus`,
    query: { teamId: teamIds },
    whenEmpty: {},
  }),
  responseSchema: lazy(() => multiTeam(dutyStatus())),
  pages: wholeList(entriesOfTeams),
  output: dutyStatus,
  hints: {
    404: 'SIGNL4 does not know this user. Choose one from the list, or find the ID with User: Get Many.',
  },
});
