import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { dutySummary } from '../../api/duty';
import { entriesOfTeams, multiTeam } from '../../api/multi-team';
import { teamsField } from '../locators';

export const getDutySummary = defineOperation({
  resource: 'duty',
  operation: 'getSummary',
  name: 'Get Summary',
  action: 'Get the duty summary of teams',
  description: 'Retrieve the current duty of each team, and the one before',
  semantics: 'safe',
  fields: [
    teamsField,
    {
      displayName: 'Last Two Duties',
      name: 'lastTwoDuties',
      type: 'boolean',
      default: true,
      description: 'Whether to include the duty before the current one',
    },
  ],
  request: ({ teamIds, lastTwoDuties }) => ({
    method: 'GET',
    path: path`/api/v2/duties/summary`,
    query: { teamId: teamIds, lastTwoDuties },
    whenEmpty: {},
  }),
  responseSchema: lazy(() => multiTeam(dutySummary())),
  pages: wholeList(entriesOfTeams),
  output: dutySummary,
});
