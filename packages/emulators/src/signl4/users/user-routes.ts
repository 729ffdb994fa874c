import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { optionalText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';
import type { User } from '../model';
import { teamById, userById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { teamInfo } from '../views';
import { userByIdOrMail } from './user-by-id-or-mail';
import { userDetails } from './user-views';

const UserSearch = z.object({ contains: optionalText });
const Permissions = z.object({
  permissions: z.array(z.string()).nullish(),
  teamIds: z.array(z.string()).nullish(),
});

type UserPath = { Params: { userId: string } };

/** Users: who they are, where they belong, what they may do. */
export function userRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, memberships } = service;
  const { requireJsonContentType } = context.settings;
  const find = (userId: string) => userById(context.state, userId);
  const teamsOf = (user: User) =>
    [...context.state.teams.values()].filter((team) => team.memberIds.includes(user.id));
  const overview = (user: User) => ({
    userId: user.id,
    name: user.name,
    mail: user.mail,
    roleIds: memberships.of({ userId: user.id }).map(({ roleId }) => roleId),
    teamIds: teamsOf(user).map((team) => team.id),
  });

  app.get('/users', (_request, reply) =>
    reply.send([...context.state.users.values()].map((user) => userDetails(context, user))),
  );

  app.post('/users/overview', { config: { reads: true } }, (request, reply) => {
    const { contains } = jsonBody(request, UserSearch, requireJsonContentType);
    const wanted = contains?.toLowerCase() ?? '';
    const results = [...context.state.users.values()]
      .filter((user) => `${user.name} ${user.mail}`.toLowerCase().includes(wanted))
      .map(overview);
    return reply.send({ results });
  });

  app.get<UserPath>('/users/overview/:userId', (request, reply) =>
    reply.send(overview(find(request.params.userId))),
  );

  app.get<UserPath>('/users/:userId', (request, reply) =>
    reply.send(userDetails(context, userByIdOrMail(context, request.params.userId))),
  );

  app.delete<UserPath>('/users/:userId', (request, reply) => {
    const user = find(request.params.userId);
    for (const team of teamsOf(user)) memberships.remove(team, user);
    context.state.users.delete(user.id);
    return reply.code(204).send();
  });

  app.get<UserPath>('/users/:userId/teams', (request, reply) =>
    reply.send(teamsOf(find(request.params.userId)).map(teamInfo)),
  );

  app.get<UserPath>('/users/:userId/setupProgress', (request, reply) => {
    const { id } = find(request.params.userId);
    // The names of the steps are not documented.
    return reply.send({ userId: id, completedSteps: [], timestamp: context.ticks.date() });
  });

  app.post<UserPath>('/users/:userId/checkPermissions', { config: { reads: true } }, (request, reply) => {
    const own = teamsOf(find(request.params.userId));
    const { permissions, teamIds } = jsonBody(request, Permissions, requireJsonContentType);
    const data = [];
    const errors = [];
    for (const teamId of teamIds?.map((id) => id.toLowerCase()) ?? own.map(({ id }) => id)) {
      if (context.state.teams.has(teamId)) {
        const allowed = own.some(({ id }) => id === teamId);
        data.push({
          teamId,
          permissions: (permissions ?? []).map((permission) => ({ permission, allowed })),
        });
      } else errors.push({ teamId, errorCode: 404, errorDescription: 'The team was not found.' });
    }
    return reply.code(207).send({ data, errors });
  });

  app.post<UserPath>('/users/:userId/sendEventSourcesInfo', (request, reply) => {
    const user = find(request.params.userId);
    const [teamId] = queryValues(request, 'teamId');
    if (teamId && !teamsOf(user).includes(teamById(context.state, teamId))) {
      throw new ServiceError(404, 'Error sending mail.', 'The user is not a member of the team.');
    }
    return reply.code(204).send();
  });
}
