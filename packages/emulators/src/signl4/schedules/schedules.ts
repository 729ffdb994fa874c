import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import type { Schedule } from '../model';
import { teamById } from '../records';
import { ServiceError } from '../service-error';

/** A duty to save: with the ID of a planned one it replaces that. */
export type ScheduleOrder = Omit<Schedule, 'id' | 'teamId'> & { id: string | undefined };

/** Planned duties of teams. */
export class Schedules {
  constructor(private readonly context: Context) {}

  /** @throws ServiceError 404 for a team that is not known */
  ofTeam(teamId: string): Schedule[] {
    const { id } = teamById(this.context.state, teamId);
    return [...this.context.state.schedules.values()].filter((schedule) => schedule.teamId === id);
  }

  /** @throws ServiceError 404 for a team or a duty that is not known */
  get(teamId: string, scheduleId: string): Schedule {
    const schedule = this.ofTeam(teamId).find(({ id }) => id === scheduleId.toLowerCase());
    if (schedule) return schedule;
    throw new ServiceError(404, 'Error reading schedule.', `A schedule with ID ${scheduleId} was not found.`);
  }

  /**
   * Saves all of the duties or none.
   * @param override makes room for them: planned duties of the same user are cut, or deleted if nothing is left
   * @throws ServiceError 400 for an end before the start, 404 for a user outside the team, 409 for an overlap
   */
  save(teamId: string, orders: readonly ScheduleOrder[], override: boolean): Schedule[] {
    const team = teamById(this.context.state, teamId);
    const planned = this.ofTeam(team.id);
    const saved = orders.map((order) => ({ ...order, id: order.id ?? randomUUID(), teamId: team.id }));
    for (const [index, schedule] of saved.entries()) {
      if (!team.memberIds.includes(schedule.userId)) {
        throw new ServiceError(
          404,
          'Error reading user.',
          `A user with ID ${schedule.userId} was not found in the team.`,
        );
      }
      if (schedule.start >= schedule.end) {
        throw new ServiceError(400, 'Error saving schedule.', 'The end of a duty has to be after its start.');
      }
      const others = override ? saved.slice(0, index) : [...saved.slice(0, index), ...planned];
      if (others.some((other) => collide(schedule, other))) {
        throw new ServiceError(
          409,
          'Error saving schedule.',
          'The duty overlaps with another duty of the user.',
        );
      }
    }
    if (override) for (const schedule of saved) this.#makeRoom(schedule);
    for (const schedule of saved) this.context.state.schedules.set(schedule.id, schedule);
    return saved;
  }

  /** Deletes the duties that touch a range, and returns them. @throws ServiceError 404 for a team that is not known */
  deleteRange(teamId: string, from: string, to: string): Schedule[] {
    const gone = this.ofTeam(teamId).filter((schedule) => schedule.start < to && from < schedule.end);
    for (const { id } of gone) this.context.state.schedules.delete(id);
    return gone;
  }

  #makeRoom(wanted: Schedule): void {
    const { state, settings } = this.context;
    for (const other of this.ofTeam(wanted.teamId)) {
      if (!collide(wanted, other)) continue;
      state.schedules.delete(other.id);
      if (settings.overrideSchedules === 'delete') continue;
      const before = { ...other, end: wanted.start };
      const after = { ...other, id: randomUUID(), start: wanted.end };
      for (const rest of [before, after]) if (rest.start < rest.end) state.schedules.set(rest.id, rest);
    }
  }
}

function collide(a: Schedule, b: Schedule): boolean {
  return a.id !== b.id && a.userId === b.userId && a.start < b.end && b.start < a.end;
}
