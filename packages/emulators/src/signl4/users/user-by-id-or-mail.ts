import type { Context } from '../context';
import type { User } from '../model';
import { userById } from '../records';
import { ServiceError } from '../service-error';

/**
 * The user that a path names by ID or mail address.
 * @throws ServiceError 404 for a user that is not known; another for `me`, since an API key is no person
 */
export function userByIdOrMail({ state, settings }: Context, name: string): User {
  const wanted = name.toLowerCase();
  if (wanted === 'me') {
    throw new ServiceError(settings.meByApiKey, 'Error reading user.', 'An API key belongs to no user.');
  }
  const byMail = [...state.users.values()].find(({ mail }) => mail.toLowerCase() === wanted);
  return byMail ?? userById(state, wanted);
}
