import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { team } from '../../api/team';
import type { Team } from '../../api/team';
import { memberLocator } from '../locators';
import { userHints } from './get';

export const getTeamsOfUser = defineOperation({
  resource: 'user',
  operation: 'getTeams',
  name: 'Get Teams',
  action: 'Get the teams of a user',
  description: 'Retrieve the teams that a user is a member of',
  semantics: 'safe',
  fields: [memberLocator],
  request: ({ userId }) => ({ method: 'GET', path: path`/api/v2/users/${userId}/teams`, whenEmpty: [] }),
  responseSchema: lazy(() => z.array(team())),
  pages: wholeList((teams: Team[]) => teams),
  output: team,
  hints: userHints,
});
