import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { team } from '../../api/team';
import { teamLocator } from '../locators';
import { teamHints } from './hints';

export const getTeam = defineOperation({
  resource: 'team',
  operation: 'get',
  name: 'Get',
  action: 'Get a team',
  description: 'Retrieve a team with the IDs of its members',
  semantics: 'safe',
  fields: [teamLocator],
  request: ({ teamId }) => ({ method: 'GET', path: path`/api/v2/teams/${teamId}` }),
  responseSchema: team,
  hints: teamHints,
});
