import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import type { Team } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { MIN_MEMBERS_ON_DUTY } from '../duty/duties';
import { teamDutySettings } from '../duty/duty-views';
import { teamInfo, teamPublicDetails, userDetails } from '../views';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';

const AlertSettingsChange = z.object({
  escEnabled: z.boolean().optional(),
  escMode: z.number().int().min(0).max(1).optional(),
  escRefId: z.string().nullable().optional(),
  filterAction: z.number().int().optional(),
  filterMode: z.number().int().min(0).max(1).optional(),
  optOut: z.number().int().optional(),
  overrideNotificationProfiles: z.boolean().optional(),
  persNotInterval: z.number().int().optional(),
  persNotMode: z.number().int().optional(),
  responseMode: z.union([z.literal(2), z.literal(4)]).optional(),
  responseTime: z.number().int().positive().optional(),
});

/** Teams, their members and alert settings. */
export function teamRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const find = (teamId: string): Team => {
    const team = context.state.teams.get(teamId.toLowerCase());
    if (!team) throw new ServiceError(404, 'Error reading team.', `A team with ID ${teamId} was not found.`);
    return team;
  };
  /** The teams that were asked for, or all, with an error for each that does not exist. */
  const multi = <T>(asked: string[], view: (team: Team) => T[]) => {
    const data: T[] = [];
    const errors: Record<string, unknown>[] = [];
    for (const teamId of asked.length > 0 ? asked : context.state.teams.keys()) {
      const team = context.state.teams.get(teamId.toLowerCase());
      if (team) data.push(...view(team));
      else errors.push({ teamId, errorCode: 404, errorDescription: 'The team was not found.' });
    }
    return { data, errors };
  };

  app.get('/teams', (request, reply) => {
    const asked = queryValues(request, 'teamId');
    return reply.send(multi(asked, (team) => [teamInfo(team)]).data);
  });

  app.get('/teams/users', (request, reply) => {
    const seen = new Set<string>();
    const { state } = context;
    const result = multi(queryValues(request, 'teamId'), (team) =>
      team.memberIds.flatMap((userId) => {
        const user = state.users.get(userId);
        if (!user || seen.has(userId)) return [];
        seen.add(userId);
        return [userDetails(context, user)];
      }),
    );
    return reply.code(207).send(result);
  });

  app.get('/teams/alertSettings', (request, reply) =>
    reply
      .code(207)
      .send(multi(queryValues(request, 'teamId'), (team) => [{ teamId: team.id, ...team.settings }])),
  );

  app.get('/teams/dutySettings', (request, reply) =>
    reply
      .code(207)
      .send(multi(queryValues(request, 'teamId'), (team) => [teamDutySettings(team, MIN_MEMBERS_ON_DUTY)])),
  );

  app.get('/teams/public', (_request, reply) =>
    reply.send([...context.state.teams.values()].map(teamPublicDetails)),
  );

  // Not emulated, and no ID of a team either.
  app.post('/teams/memberships', (_request, reply) => reply.callNotFound());

  app.get<{ Params: { teamId: string } }>('/teams/:teamId', (request, reply) =>
    reply.send(teamInfo(find(request.params.teamId))),
  );

  app.get<{ Params: { teamId: string } }>('/teams/:teamId/alertSettings', (request, reply) =>
    reply.send(find(request.params.teamId).settings),
  );

  app.post<{ Params: { teamId: string } }>('/teams/:teamId/alertSettings', (request, reply) => {
    const team = find(request.params.teamId);
    Object.assign(
      team.settings,
      jsonBody(request, AlertSettingsChange, context.settings.requireJsonContentType),
    );
    return reply.send(team.settings);
  });
}
