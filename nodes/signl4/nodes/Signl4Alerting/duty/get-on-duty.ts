import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { DUTY_MODE, nameOf } from '../../api/codes';
import { team } from '../../api/team';
import type { Team } from '../../api/team';
import { user } from '../../api/user';
import type { User } from '../../api/user';
import { text } from '../../api/wire';
import { anyTeamLocator } from '../locators';

const users = lazy(() => z.array(user()));

const teamOnDuty = lazy(() =>
  z.looseObject({
    teamId: z.string(),
    teamName: text(),
    nobodyOnDuty: z.boolean(),
    onDuty: z.array(
      z.looseObject({ userId: text(), name: text(), mail: text(), dutyModeName: text(), since: text() }),
    ),
  }),
);

export const getOnDuty = defineOperation({
  resource: 'duty',
  operation: 'getOnDuty',
  name: 'Get Who Is on Duty',
  action: 'Get who is on duty',
  description: 'Retrieve one item for each team with the people on duty now, or with nobodyOnDuty',
  semantics: 'safe',
  isDefault: true,
  fields: [anyTeamLocator],
  prefetch: {
    request: () => ({ method: 'GET', path: path`/api/v2/users`, whenEmpty: [] }),
    responseSchema: users,
  },
  request: ({ teamId }) => ({
    method: 'GET',
    path: path`/api/v2/teams`,
    query: { teamId },
    whenEmpty: [],
  }),
  responseSchema: lazy(() => z.array(team())),
  pages: wholeList((teams: Team[]) => teams),
  toItem: (each: Team, _: unknown, everybody: User[] | undefined) => onDutyIn(each, everybody ?? []),
  output: teamOnDuty,
});

function onDutyIn({ id, name }: Team, everybody: readonly User[]): IDataObject {
  const onDuty = everybody.flatMap((person) =>
    (person.dutyInfos ?? [])
      .filter(({ teamId, dutyMode }) => teamId === id && dutyMode)
      .map(({ dutyMode, lastChange }) => ({
        userId: person.id ?? person.userId,
        name: person.name,
        mail: person.mail,
        dutyModeName: nameOf(DUTY_MODE, dutyMode ?? 0),
        since: lastChange,
      })),
  );
  return { teamId: id, teamName: name, nobodyOnDuty: onDuty.length === 0, onDuty };
}
