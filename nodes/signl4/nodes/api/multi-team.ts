import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { code, text } from './wire';

const teamError = () =>
  z.looseObject({ teamId: text(), userId: text(), errorCode: code(), errorDescription: text() });

/** Response to a request about several teams: a 207 with what succeeded and what failed (signl4.md §2.3). */
export function multiTeam<Entry extends z.ZodMiniType>(entry: Entry) {
  return z.looseObject({ data: z.nullish(z.array(entry)), errors: z.nullish(z.array(teamError())) });
}

interface MultiTeam {
  data?: readonly unknown[] | null;
  errors?: ReadonlyArray<z.infer<ReturnType<typeof teamError>>> | null;
}

/** Words for the teams that failed; `undefined` if none did. */
export function failedTeams({ data, errors }: MultiTeam): string | undefined {
  if (!errors?.length) return undefined;
  const teams = errors.map(
    ({ teamId, errorDescription, errorCode }) =>
      `${errorDescription ?? `error ${errorCode ?? 'without a code'}`} (team ${teamId ?? 'unknown'})`,
  );
  const done = data?.length
    ? ` It succeeded for ${data.length} of ${data.length + errors.length} teams.`
    : '';
  return `refused: ${teams.join('; ')}.${done}`;
}

/** The entries of all teams; a team that could not be read has an entry with `teamError`. */
export function entriesOfTeams({ data, errors }: MultiTeam): readonly unknown[] {
  return [
    ...(data ?? []),
    ...(errors ?? []).map(({ teamId, errorCode, errorDescription }): IDataObject => ({
      ...(teamId && { teamId }),
      teamError: errorDescription ?? `error ${errorCode ?? 'without a code'}`,
    })),
  ];
}
