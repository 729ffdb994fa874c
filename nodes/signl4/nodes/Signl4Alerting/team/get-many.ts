import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { team } from '../../api/team';
import type { Team } from '../../api/team';

export const getTeams = defineOperation({
  resource: 'team',
  operation: 'getAll',
  name: 'Get Many',
  action: 'Get many teams',
  description: 'Retrieve the teams of the subscription',
  semantics: 'safe',
  fields: [],
  request: () => ({ method: 'GET', path: path`/api/v2/teams`, whenEmpty: [] }),
  responseSchema: lazy(() => z.array(team())),
  pages: wholeList((teams: Team[]) => teams),
  output: team,
});
