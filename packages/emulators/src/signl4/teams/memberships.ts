import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import { DutyMode, UserStatus } from '../enums';
import type { Duties } from '../duty/duties';
import type { Membership, Team, User } from '../model';
import { seed } from '../seed';
import { ServiceError } from '../service-error';
import { dutyKey } from '../state';
import { newUser } from '../users/new-user';

/** Members of teams, and their roles. */
export class Memberships {
  constructor(
    private readonly context: Context,
    private readonly duties: Duties,
  ) {}

  /** @throws ServiceError 404 for a user who is not in the team */
  get(team: Team, user: User): Membership {
    const membership = this.context.state.memberships.get(dutyKey(team.id, user.id));
    if (membership) return membership;
    throw new ServiceError(404, 'Error reading membership.', 'The user is not a member of the team.');
  }

  /** Those of a user or of a team. */
  of(owner: { userId: string } | { teamId: string }): Membership[] {
    return [...this.context.state.memberships.values()].filter((membership) =>
      'userId' in owner ? membership.userId === owner.userId : membership.teamId === owner.teamId,
    );
  }

  /** Adds a user to a team, or changes the role of a member. @throws ServiceError 400 for a role that is not known */
  add(team: Team, user: User, roleId: string | undefined, onDuty: boolean): Membership {
    const { state, ticks } = this.context;
    const key = dutyKey(team.id, user.id);
    const memberSince = state.memberships.get(key)?.memberSince ?? ticks.date();
    const membership = { teamId: team.id, userId: user.id, roleId: knownRole(roleId), memberSince };
    state.memberships.set(key, membership);
    if (!team.memberIds.includes(user.id)) {
      team.memberIds.push(user.id);
      state.duties.set(key, { teamId: team.id, userId: user.id, dutyMode: DutyMode.Off, lastChange: null });
    }
    if (onDuty) this.duties.change(user.id, team.id, DutyMode.Primary);
    return membership;
  }

  /** Takes a user out of a team, and off duty before. @throws ServiceError 404 for a user who is not in the team */
  remove(team: Team, user: User): void {
    this.get(team, user);
    const { state } = this.context;
    this.duties.change(user.id, team.id, DutyMode.Off);
    const key = dutyKey(team.id, user.id);
    state.memberships.delete(key);
    state.duties.delete(key);
    team.memberIds = team.memberIds.filter((id) => id !== user.id);
  }

  /** Invites by mail. A person who is known joins immediately, as a member who has not accepted yet if new. */
  invite(team: Team, mail: string, roleId: string | undefined): User {
    const known = [...this.context.state.users.values()].find(
      (user) => user.mail.toLowerCase() === mail.toLowerCase(),
    );
    if (known && team.memberIds.includes(known.id)) {
      throw new ServiceError(409, 'Error inviting user.', 'The user is a member of the team.');
    }
    const user = known ?? newUser({ id: randomUUID(), name: mail, mail }, this.context.ticks.date(), true);
    this.add(team, user, roleId, false);
    this.context.state.users.set(user.id, user);
    return user;
  }

  /** V2.UserStatus */
  statusOf(user: User | undefined): number {
    return user?.isInvite ? UserStatus.Invited : UserStatus.Active;
  }
}

/** @throws ServiceError 400 for a role that is not known */
function knownRole(roleId: string | undefined): string {
  const roles: readonly string[] = Object.values(seed.roles);
  const role = roleId ?? seed.roles.user;
  if (roles.includes(role)) return role;
  throw new ServiceError(400, 'Error changing membership.', `A role with ID ${role} was not found.`);
}
