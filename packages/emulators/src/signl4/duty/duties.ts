import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import { DutyMode } from '../enums';
import type { Duty, Team } from '../model';
import type { Publisher } from '../publisher';
import { teamById, userById } from '../records';
import { ServiceError } from '../service-error';
import { dutyKey } from '../state';

/** Members that have to stay on duty, if that is enforced. TeamDutySettingsDetails.minMemberOnDuty */
export const MIN_MEMBERS_ON_DUTY = 1;

/** Users on duty. */
export class Duties {
  constructor(
    private readonly context: Context,
    private readonly publisher: Publisher,
  ) {}

  /** The memberships of a user. @throws ServiceError 404 for a user that is not known */
  ofUser(userId: string): Duty[] {
    const user = userById(this.context.state, userId);
    return [...this.context.state.duties.values()].filter((duty) => duty.userId === user.id);
  }

  /** The memberships of those who are on duty in a team, managers included. */
  onDuty(teamId: string): Duty[] {
    return [...this.context.state.duties.values()].filter(
      (duty) => duty.teamId === teamId && duty.dutyMode !== DutyMode.Off,
    );
  }

  /**
   * Puts a user on or off duty in one team. An event goes out if that changes anything.
   * @throws ServiceError 404 if the user is not a member of the team, 409 if too few people would stay on duty
   */
  change(userId: string, teamId: string, dutyMode: number): Duty {
    const { state, settings, ticks } = this.context;
    const duty = state.duties.get(dutyKey(teamId, userId));
    if (!duty) throw new ServiceError(404, 'Error changing duty.', 'The user is not a member of the team.');
    if (duty.dutyMode === dutyMode) return duty;
    const leaves = dutyMode === DutyMode.Off;
    if (leaves && settings.minimumOnDuty && this.onDuty(teamId).length <= MIN_MEMBERS_ON_DUTY) {
      throw new ServiceError(409, 'Error changing duty.', 'Too few members of the team would stay on duty.');
    }
    const team = teamById(state, teamId);
    const now = ticks.date();
    const arrives = duty.dutyMode === DutyMode.Off;
    const first = arrives && this.onDuty(teamId).length === 0;
    duty.dutyMode = dutyMode;
    duty.lastChange = now;
    if (arrives) state.shifts.push({ teamId, userId, start: now, end: null });
    if (leaves) this.#endShift(duty, now);
    if (settings.dutyPeriods === 'presence') {
      if (first) beginPeriod(team, now);
      if (leaves && this.onDuty(teamId).length === 0) endPeriod(team, now);
    }
    this.publisher.punched(teamId, userId, !leaves);
    return duty;
  }

  /** Begins the duty period of a team, or ends it. @throws ServiceError 404 for a team that is not known */
  period(teamId: string, begins: boolean): void {
    const team = teamById(this.context.state, teamId);
    const now = this.context.ticks.date();
    if (begins) beginPeriod(team, now);
    else endPeriod(team, now);
    this.publisher.dutyPeriod(team.id, begins);
  }

  #endShift({ teamId, userId }: Duty, now: string): void {
    for (const shift of this.context.state.shifts) {
      if (shift.end === null && shift.teamId === teamId && shift.userId === userId) shift.end = now;
    }
  }
}

/** A running period ends with the beginning of the next. */
function beginPeriod(team: Team, now: string): void {
  endPeriod(team, now);
  team.duties.push({ dutyId: randomUUID(), dutyStart: now, dutyEnd: null });
}

function endPeriod(team: Team, now: string): void {
  const running = team.duties.find((period) => period.dutyEnd === null);
  if (running) running.dutyEnd = now;
}
