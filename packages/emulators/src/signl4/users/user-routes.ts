import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import type { User } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { teamInfo, userDetails } from '../views';
import { optionalText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { userByIdOrMail } from './user-by-id-or-mail';

const UserSearch = z.object({ contains: optionalText });

/** Users. */
export function userRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const find = (userId: string): User => {
    const user = context.state.users.get(userId.toLowerCase());
    if (!user) throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
    return user;
  };
  const teamsOf = (user: User) =>
    [...context.state.teams.values()].filter((team) => team.memberIds.includes(user.id));
  const overview = (user: User) => ({
    userId: user.id,
    name: user.name,
    mail: user.mail,
    roleIds: [],
    teamIds: teamsOf(user).map((team) => team.id),
  });

  app.get('/users', (_request, reply) =>
    reply.send([...context.state.users.values()].map((user) => userDetails(context, user))),
  );

  app.post('/users/overview', { config: { reads: true } }, (request, reply) => {
    const { contains } = jsonBody(request, UserSearch, context.settings.requireJsonContentType);
    const wanted = contains?.toLowerCase() ?? '';
    const results = [...context.state.users.values()]
      .filter((user) => `${user.name} ${user.mail}`.toLowerCase().includes(wanted))
      .map(overview);
    return reply.send({ results });
  });

  app.get<{ Params: { userId: string } }>('/users/overview/:userId', (request, reply) =>
    reply.send(overview(find(request.params.userId))),
  );

  app.get<{ Params: { userId: string } }>('/users/:userId', (request, reply) =>
    reply.send(userDetails(context, userByIdOrMail(context, request.params.userId))),
  );

  app.get<{ Params: { userId: string } }>('/users/:userId/teams', (request, reply) =>
    reply.send(teamsOf(find(request.params.userId)).map(teamInfo)),
  );
}
