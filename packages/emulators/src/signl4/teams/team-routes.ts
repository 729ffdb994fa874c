import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { perTeam, replyPerTeam } from '../http/per-team';
import { teamById } from '../records';
import type { Signl4Service } from '../service';
import { userDetails } from '../users/user-views';
import { teamInfo, teamPublicDetails } from '../views';

type TeamPath = { Params: { teamId: string } };

/** Teams and their users. */
export function teamRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;

  app.get('/teams', (request, reply) =>
    reply.send(perTeam(request, context.state, (team) => [teamInfo(team)]).data),
  );

  app.get('/teams/users', (request, reply) => {
    const seen = new Set<string>();
    const result = perTeam(request, context.state, (team) =>
      team.memberIds.flatMap((userId) => {
        const user = context.state.users.get(userId);
        if (!user || seen.has(userId)) return [];
        seen.add(userId);
        return [userDetails(context, user)];
      }),
    );
    return replyPerTeam(reply, result);
  });

  app.get('/teams/public', (_request, reply) =>
    reply.send([...context.state.teams.values()].map(teamPublicDetails)),
  );

  app.get<TeamPath>('/teams/:teamId', (request, reply) =>
    reply.send(teamInfo(teamById(context.state, request.params.teamId))),
  );

  app.put<TeamPath>('/teams/:teamId/profile', { config: { no404: true } }, (request, reply) => {
    const team = teamById(context.state, request.params.teamId);
    const profile = z.object({ name: requiredText });
    team.name = jsonBody(request, profile, context.settings.requireJsonContentType).name;
    return reply.send(teamInfo(team));
  });

  app.get<TeamPath>('/teams/:teamId/setupProgress', (request, reply) => {
    const { id } = teamById(context.state, request.params.teamId);
    // The names of the steps are not documented.
    return reply.send({ teamId: id, completedSteps: [], timestamp: context.ticks.date() });
  });
}
