import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import { DutyMode } from '../enums';
import type { Duty } from '../model';
import type { Publisher } from '../publisher';
import { ServiceError } from '../service-error';
import { dutyKey } from '../state';

/** Users on duty. */
export class Duties {
  constructor(
    private readonly context: Context,
    private readonly publisher: Publisher,
  ) {}

  /** The memberships of a user. @throws ServiceError 404 for a user that is not known */
  ofUser(userId: string): Duty[] {
    if (!this.context.state.users.has(userId)) {
      throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
    }
    return [...this.context.state.duties.values()].filter((duty) => duty.userId === userId);
  }

  /**
   * Puts a user on or off duty in one team. An event goes out if that changes anything.
   * @returns the duty, or `undefined` if the user is not a member of the team
   */
  change(userId: string, teamId: string, dutyMode: number): Duty | undefined {
    const duty = this.context.state.duties.get(dutyKey(teamId, userId));
    if (!duty || duty.dutyMode === dutyMode) return duty;
    duty.dutyMode = dutyMode;
    duty.lastChange = this.context.ticks.date();
    this.publisher.punched(teamId, userId, dutyMode !== DutyMode.Off);
    return duty;
  }

  /** Begins the duty period of a team, or ends it. @throws ServiceError 404 for a team that is not known */
  period(teamId: string, begins: boolean): void {
    const team = this.context.state.teams.get(teamId);
    if (!team) throw new ServiceError(404, 'Error reading team.', `A team with ID ${teamId} was not found.`);
    const now = this.context.ticks.date();
    if (begins) team.duties.push({ dutyId: randomUUID(), dutyStart: now, dutyEnd: null });
    else {
      const running = team.duties.find((period) => period.dutyEnd === null);
      if (running) running.dutyEnd = now;
    }
    this.publisher.dutyPeriod(teamId, begins);
  }
}
