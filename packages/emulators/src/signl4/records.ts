import type { Team, User } from './model';
import { ServiceError } from './service-error';
import type { State } from './state';

/** IDs of records with a GUID: case does not matter. */
export function teamById(state: State, teamId: string): Team {
  const team = state.teams.get(teamId.toLowerCase());
  if (team) return team;
  throw new ServiceError(404, 'Error reading team.', `A team with ID ${teamId} was not found.`);
}

/** @throws ServiceError 404 for a user that is not known */
export function userById(state: State, userId: string): User {
  const user = state.users.get(userId.toLowerCase());
  if (user) return user;
  throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
}
