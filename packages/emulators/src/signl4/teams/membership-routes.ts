import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { optionalBoolean, optionalId, requiredId, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';
import type { Membership } from '../model';
import { teamById, userById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { userInfo } from '../users/user-views';

const Invitations = z.object({
  teamId: requiredId,
  inviterId: optionalId,
  invites: z.array(z.object({ email: requiredText, roleId: optionalId })).min(1),
});
const Invitation = z.object({ userMail: requiredText, inviterId: optionalId });
const Addition = z.object({ roleId: optionalId, setUserOnDuty: optionalBoolean });
const Change = z.object({ roleId: optionalId, teamId: optionalId });

type TeamPath = { Params: { teamId: string } };
type MemberPath = { Params: { teamId: string; userId: string } };

/** Members of teams, and invitations. */
export function membershipRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, memberships } = service;
  const { requireJsonContentType } = context.settings;
  const placeOf = ({ teamId, userId }: MemberPath['Params']) =>
    [teamById(context.state, teamId), userById(context.state, userId)] as const;
  /** V2.TeamMembershipDetails */
  const details = ({ teamId, userId, roleId, memberSince }: Membership) => {
    const user = context.state.users.get(userId);
    const status = memberships.statusOf(user);
    return { teamId, userId, roleId, memberSince, status, mailAddress: user?.mail ?? null };
  };
  /** The person in whose name a change is made. @throws ServiceError 404 for one that is not known */
  const requester = (request: FastifyRequest) => {
    const [userId] = queryValues(request, 'requesterUserId');
    return userId ? userById(context.state, userId) : undefined;
  };

  app.post('/teams/memberships', (request, reply) => {
    const { teamId, inviterId, invites } = jsonBody(request, Invitations, requireJsonContentType);
    const team = teamById(context.state, teamId);
    if (inviterId !== undefined) userById(context.state, inviterId);
    const results = invites.map(({ email, roleId }) => {
      try {
        const user = memberships.invite(team, email, roleId);
        const { status, mailAddress, userId, roleId: role } = details(memberships.get(team, user));
        const invitedUser = { userId, mailAddress, roleId: role, status };
        return { success: true, errorCode: null, errorMessage: null, invitedUser };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const invitedUser = { userId: null, mailAddress: email, roleId: roleId ?? null, status: 0 };
        return { success: false, errorCode: error.code, errorMessage: error.details, invitedUser };
      }
    });
    return reply.send(results);
  });

  app.get<{ Params: { userId: string } }>('/teams/memberships/:userId', (request, reply) => {
    const { id } = userById(context.state, request.params.userId);
    return reply.send(memberships.of({ userId: id }).map(details));
  });

  app.get<TeamPath>('/teams/:teamId/memberships', (request, reply) => {
    const { id } = teamById(context.state, request.params.teamId);
    return reply.send(memberships.of({ teamId: id }).map(details));
  });

  app.post<TeamPath>('/teams/:teamId/memberships/resendInviteMail', (request, reply) => {
    const team = teamById(context.state, request.params.teamId);
    const { userMail } = jsonBody(request, Invitation, requireJsonContentType);
    const invited = memberships
      .of({ teamId: team.id })
      .map(({ userId }) => context.state.users.get(userId))
      .find((user) => user?.isInvite && user.mail.toLowerCase() === userMail.toLowerCase());
    if (!invited) throw new ServiceError(404, 'Error inviting user.', `${userMail} is not invited.`);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(invited.id));
  });

  app.post<MemberPath>('/teams/:teamId/memberships/:userId', (request, reply) => {
    const [team, user] = placeOf(request.params);
    const { roleId, setUserOnDuty } = jsonBody(request, Addition, requireJsonContentType);
    return reply.send(details(memberships.add(team, user, roleId, setUserOnDuty)));
  });

  app.put<MemberPath>('/teams/:teamId/memberships/:userId', (request, reply) => {
    const [team, user] = placeOf(request.params);
    const { roleId, teamId } = jsonBody(request, Change, requireJsonContentType);
    const { roleId: oldRole } = memberships.get(team, user);
    if (!requester(request)) {
      throw new ServiceError(
        400,
        'Error changing membership.',
        'requesterUserId is required: an API key is no person.',
      );
    }
    const target = teamId === undefined ? team : teamById(context.state, teamId);
    const moves = target.id !== team.id;
    const onDuty = moves && queryValues(request, 'setUserOnDuty')[0]?.toLowerCase() !== 'false';
    const { userId } = memberships.add(target, user, roleId ?? oldRole, onDuty);
    if (moves) memberships.remove(team, user);
    return reply.send(userInfo(context, user, memberships.of({ userId })[0]));
  });

  app.delete<MemberPath>('/teams/:teamId/memberships/:userId', (request, reply) => {
    const [team, user] = placeOf(request.params);
    requester(request);
    memberships.remove(team, user);
    return reply.code(200).send();
  });
}
