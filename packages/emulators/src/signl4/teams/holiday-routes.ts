import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod/v4';
import { jsonBody } from '../http/json-body';
import type { Team } from '../model';
import { teamById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';

const MonthAndDay = z.object({
  day: z.number().int().min(1).max(31),
  month: z.number().int().min(1).max(12),
});
const Day = MonthAndDay.extend({ year: z.number().int() });

type TeamPath = { Params: { teamId: string } };
type YearPath = { Params: { teamId: string; year: string } };
type CopyPath = { Params: { teamId: string; year: string; sourceTeamId: string } };

/** Holidays of teams: those of one year, and those that come every year. Saving replaces them. */
export function holidayRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType } = context.settings;
  const path = '/teams/:teamId/holidays';
  const find = (teamId: string) => teamById(context.state, teamId);
  /** V2.TeamHolidayDetails */
  const send = (reply: FastifyReply, { id, holidays }: Team) => reply.send({ teamId: id, holidays });

  app.get<TeamPath>(path, { config: { no404: true } }, (request, reply) =>
    send(reply, find(request.params.teamId)),
  );

  app.delete<TeamPath>(path, { config: { no404: true } }, (request, reply) => {
    const team = find(request.params.teamId);
    const days = jsonBody(request, z.array(Day), requireJsonContentType);
    team.holidays = team.holidays.filter(
      ({ day, month, year }) =>
        !days.some((gone) => gone.day === day && gone.month === month && (year ?? gone.year) === gone.year),
    );
    return reply.code(204).send();
  });

  app.put<TeamPath>(`${path}/repeating`, { config: { no404: true } }, (request, reply) => {
    const team = find(request.params.teamId);
    const days = jsonBody(request, z.array(MonthAndDay), requireJsonContentType);
    const others = team.holidays.filter(({ repeating }) => !repeating);
    team.holidays = [...others, ...days.map((day) => ({ ...day, repeating: true, year: null }))];
    return send(reply, team);
  });

  app.put<YearPath>(`${path}/years/:year`, { config: { no404: true } }, (request, reply) => {
    const team = find(request.params.teamId);
    const year = numberOfYear(request.params.year);
    const days = jsonBody(request, z.array(MonthAndDay), requireJsonContentType);
    const others = team.holidays.filter((holiday) => holiday.year !== year);
    team.holidays = [...others, ...days.map((day) => ({ ...day, repeating: false, year }))];
    return send(reply, team);
  });

  app.post<CopyPath>(
    `${path}/years/:year/copyFrom/:sourceTeamId`,
    { config: { no404: true } },
    (request, reply) => {
      const team = find(request.params.teamId);
      const source = find(request.params.sourceTeamId);
      const year = numberOfYear(request.params.year);
      const copied = source.holidays.filter((holiday) => holiday.year === year);
      team.holidays = [...team.holidays.filter((holiday) => holiday.year !== year), ...copied];
      return send(reply, team);
    },
  );
}

function numberOfYear(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  throw new ServiceError(400, 'The request is invalid.', `"${text}" is not a year.`);
}
