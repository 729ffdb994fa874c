import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import type { Schedule } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { scheduleInfo } from '../views';
import {
  optionalDate,
  optionalId,
  optionalInt,
  optionalList,
  requiredDate,
  requiredId,
} from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';

const ScheduleFilter = z.object({
  teamIds: optionalList,
  userId: optionalId,
  minDate: optionalDate,
  limit: z.number().int().positive().nullish(),
});
const ScheduleBody = z.object({
  id: optionalId,
  userId: requiredId,
  start: requiredDate,
  end: requiredDate,
  options: optionalInt,
});
const Range = z.object({ from: requiredDate, to: requiredDate });

type TeamPath = { Params: { teamId: string } };
type SchedulePath = { Params: { teamId: string; scheduleId: string } };

/** Planned duties. */
export function scheduleRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType } = context.settings;
  const ofTeam = (teamId: string): Schedule[] => {
    if (!context.state.teams.has(teamId.toLowerCase())) {
      throw new ServiceError(404, 'Error reading team.', `A team with ID ${teamId} was not found.`);
    }
    return [...context.state.schedules.values()].filter(
      (schedule) => schedule.teamId === teamId.toLowerCase(),
    );
  };
  const find = ({ teamId, scheduleId }: SchedulePath['Params']): Schedule => {
    const schedule = ofTeam(teamId).find(({ id }) => id === scheduleId.toLowerCase());
    if (!schedule) {
      throw new ServiceError(
        404,
        'Error reading schedule.',
        `A schedule with ID ${scheduleId} was not found.`,
      );
    }
    return schedule;
  };
  const save = (teamId: string, bodies: z.output<typeof ScheduleBody>[], override: boolean): Schedule[] => {
    const id = teamId.toLowerCase();
    const members = context.state.teams.get(id)!.memberIds;
    const schedules = bodies.map((body): Schedule => ({ ...body, id: body.id ?? randomUUID(), teamId: id }));
    for (const [index, schedule] of schedules.entries()) {
      if (!members.includes(schedule.userId)) {
        throw new ServiceError(
          404,
          'Error reading user.',
          `A user with ID ${schedule.userId} was not found in the team.`,
        );
      }
      if (schedule.start >= schedule.end) {
        throw new ServiceError(400, 'Error saving schedule.', 'The end of a duty has to be after its start.');
      }
      const collides = (other: Schedule) =>
        other.id !== schedule.id &&
        other.userId === schedule.userId &&
        other.start < schedule.end &&
        schedule.start < other.end;
      const stored = ofTeam(teamId).filter(collides);
      if (schedules.slice(0, index).some(collides) || (stored.length > 0 && !override)) {
        throw new ServiceError(
          409,
          'Error saving schedule.',
          'The duty overlaps with another duty of the user.',
        );
      }
      if (override) for (const other of stored) context.state.schedules.delete(other.id);
    }
    for (const schedule of schedules) context.state.schedules.set(schedule.id, schedule);
    return schedules;
  };

  app.post('/schedules', { config: { reads: true } }, (request, reply) => {
    const filter = jsonBody(request, ScheduleFilter, requireJsonContentType);
    const found = [...context.state.schedules.values()]
      .filter(
        (schedule) =>
          (!filter.teamIds || filter.teamIds.includes(schedule.teamId)) &&
          (filter.userId === undefined || schedule.userId === filter.userId) &&
          (filter.minDate === undefined || schedule.end >= filter.minDate),
      )
      .sort((a, b) => (a.start < b.start ? -1 : 1));
    return reply.send(filter.limit ? found.slice(0, filter.limit) : found);
  });

  app.post<TeamPath>('/teams/:teamId/schedules', (request, reply) => {
    ofTeam(request.params.teamId);
    const body = jsonBody(request, ScheduleBody, requireJsonContentType);
    return reply.send(scheduleInfo(save(request.params.teamId, [body], false)[0]!));
  });

  app.post<TeamPath>('/teams/:teamId/schedules/multiple', (request, reply) => {
    ofTeam(request.params.teamId);
    const bodies = jsonBody(request, z.array(ScheduleBody), requireJsonContentType);
    const override = queryValues(request, 'overrideExisting')[0]?.toLowerCase() === 'true';
    return reply.send(save(request.params.teamId, bodies, override).map(scheduleInfo));
  });

  app.post<TeamPath>('/teams/:teamId/schedules/deleteRange', (request, reply) => {
    const { from, to } = jsonBody(request, Range, requireJsonContentType);
    const gone = ofTeam(request.params.teamId).filter(
      (schedule) => schedule.start < to && from < schedule.end,
    );
    for (const schedule of gone) context.state.schedules.delete(schedule.id);
    return reply.send(gone.map(scheduleInfo));
  });

  app.get<SchedulePath>('/teams/:teamId/schedules/:scheduleId', (request, reply) =>
    reply.send(scheduleInfo(find(request.params))),
  );

  app.delete<SchedulePath>('/teams/:teamId/schedules/:scheduleId', (request, reply) => {
    context.state.schedules.delete(find(request.params).id);
    return reply.code(204).send();
  });
}
