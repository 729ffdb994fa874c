import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import type { InputOf } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { duty, dutyItem, toDutyItem } from '../../api/duty';
import { failedTeams, multiTeam } from '../../api/multi-team';
import { memberLocator, teamsField } from '../locators';

export const changeDutyFields = [memberLocator, teamsField] as const;
type ChangeDuty = InputOf<typeof changeDutyFields>;

const changed = lazy(() => multiTeam(duty()));
type Changed = z.infer<ReturnType<typeof changed>>;

const changedItem = lazy(() => z.looseObject({ userId: z.string(), duties: z.array(dutyItem()) }));

/** The members that punching in and punching out have in common. */
export const dutyChange = {
  fields: changeDutyFields,
  // SIGNL4 does not say what a second punch does, so it is not repeated blindly.
  semantics: 'non-idempotent',
  responseSchema: changed,
  partialError: failedTeams,
  toItem: ({ data }: Changed, { userId }: ChangeDuty): IDataObject => ({
    userId,
    duties: (data ?? []).map(toDutyItem),
  }),
  output: changedItem,
} as const;

/** `V2.DutyChangeArgsRequest`, signl4.md §2.4. Without teams, it means all teams of the user. */
export function changeDuty(
  verb: 'punchIn' | 'punchInAsManager' | 'punchOut',
  { userId, teamIds }: ChangeDuty,
): RequestSpec {
  return {
    method: 'POST',
    path: path`/api/v2/duties/${verb}`,
    body: { userId, ...(teamIds.length > 0 && { teamIds }) },
  };
}

export const dutyHints = {
  403: 'The API key may not change duties, or this user must not be on duty in this team. Create a key with full access in the SIGNL4 portal under Integrations > API Keys.',
  404: 'SIGNL4 does not know this user or one of the teams. Choose them from their lists, or find their IDs with User: Get Many and Team: Get Many.',
  409: 'The change is against the rules of the team, such as the minimum number of people on duty.',
};
