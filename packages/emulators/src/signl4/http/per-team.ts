import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Team } from '../model';
import type { State } from '../state';
import { queryValues } from './query-values';

/** One entry of `errors` in a 207. */
export interface TeamError {
  teamId: string;
  errorCode: number;
  errorDescription: string;
}

/** Body of a 207 (signl4.md §2.3). */
export interface MultiTeamResult {
  data: Record<string, unknown>[];
  errors: TeamError[];
}

/** Reads from the teams of the query parameter `teamId`, or from all, with an error for each that is not known. */
export function perTeam(
  request: FastifyRequest,
  state: State,
  read: (team: Team) => Record<string, unknown>[],
): MultiTeamResult {
  const asked = queryValues(request, 'teamId').map((id) => id.toLowerCase());
  const data: Record<string, unknown>[] = [];
  const errors: TeamError[] = [];
  for (const teamId of asked.length > 0 ? asked : state.teams.keys()) {
    const team = state.teams.get(teamId);
    if (team) data.push(...read(team));
    else errors.push({ teamId, errorCode: 404, errorDescription: 'The team was not found.' });
  }
  return { data, errors };
}

/** Responds 207 with what the teams gave. */
export function replyPerTeam(reply: FastifyReply, result: MultiTeamResult): FastifyReply {
  return reply.code(207).send(result);
}
