import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
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
import type { Schedule } from '../model';
import type { Signl4Service } from '../service';

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
  const { context, schedules } = service;
  const { requireJsonContentType } = context.settings;

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
    const order = jsonBody(request, ScheduleBody, requireJsonContentType);
    return reply.send(scheduleInfo(schedules.save(request.params.teamId, [order], false)[0]!));
  });

  app.post<TeamPath>('/teams/:teamId/schedules/multiple', (request, reply) => {
    const orders = jsonBody(request, z.array(ScheduleBody), requireJsonContentType);
    const override = queryValues(request, 'overrideExisting')[0]?.toLowerCase() === 'true';
    return reply.send(schedules.save(request.params.teamId, orders, override).map(scheduleInfo));
  });

  app.post<TeamPath>('/teams/:teamId/schedules/deleteRange', (request, reply) => {
    const { from, to } = jsonBody(request, Range, requireJsonContentType);
    return reply.send(schedules.deleteRange(request.params.teamId, from, to).map(scheduleInfo));
  });

  app.get<SchedulePath>('/teams/:teamId/schedules/:scheduleId', ({ params }, reply) =>
    reply.send(scheduleInfo(schedules.get(params.teamId, params.scheduleId))),
  );

  app.delete<SchedulePath>('/teams/:teamId/schedules/:scheduleId', ({ params }, reply) => {
    context.state.schedules.delete(schedules.get(params.teamId, params.scheduleId).id);
    return reply.code(204).send();
  });
}

/** ScheduleInfo, without the team that V2.ScheduleDetails has. */
function scheduleInfo({ teamId: _teamId, ...schedule }: Schedule): Record<string, unknown> {
  return schedule;
}
