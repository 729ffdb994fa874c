import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { DutyMode } from '../enums';
import { optionalList, requiredId } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { perTeam } from '../http/per-team';
import { queryValues } from '../http/query-values';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { userByIdOrMail } from '../users/user-by-id-or-mail';
import { teamDutySummary, userDutyDetails, userDutyInfo } from './duty-views';

const DutyChange = z.object({ userId: requiredId, teamIds: optionalList });

/** Users on duty. signl4.md §2.4; all responses are 207. */
export function dutyRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, duties } = service;

  for (const [path, dutyMode] of [
    ['/duties/punchIn', DutyMode.Primary],
    ['/duties/punchInAsManager', DutyMode.Manager],
    ['/duties/punchOut', DutyMode.Off],
  ] as const) {
    app.post(path, (request, reply) => {
      const { userId, teamIds } = jsonBody(request, DutyChange, context.settings.requireJsonContentType);
      const memberships = duties.ofUser(userId).map((duty) => duty.teamId);
      if (memberships.length === 0) {
        throw new ServiceError(404, 'Error changing duty.', 'The user is not a member of any team.');
      }
      const data = [];
      const errors = [];
      for (const teamId of teamIds ?? memberships) {
        try {
          data.push(userDutyDetails(context, duties.change(userId, teamId, dutyMode)));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          errors.push({ teamId, userId, errorCode: error.code, errorDescription: error.details });
        }
      }
      return reply.code(207).send({ data, errors });
    });
  }

  app.get<{ Params: { userId: string } }>('/users/:userId/dutyStatus', (request, reply) => {
    const own = duties.ofUser(userByIdOrMail(context, request.params.userId).id);
    const asked = queryValues(request, 'teamId').map((id) => id.toLowerCase());
    const data = own
      .filter((duty) => asked.length === 0 || asked.includes(duty.teamId))
      .map((duty) => userDutyInfo(context, duty));
    const errors = asked
      .filter((teamId) => !own.some((duty) => duty.teamId === teamId))
      .map((teamId) => ({
        teamId,
        errorCode: 404,
        errorDescription: 'The user is not a member of the team.',
      }));
    return reply.code(207).send({ data, errors });
  });

  app.get('/duties/summary', (request, reply) => {
    const lastTwo = queryValues(request, 'lastTwoDuties')[0]?.toLowerCase() === 'true';
    const { data, errors } = perTeam(request, context.state, (team) => [teamDutySummary(team, lastTwo)]);
    // V2.TeamDutySummaryError is the one error that cannot name the team.
    const nameless = errors.map(({ teamId, errorCode }) => ({
      userId: null,
      errorCode,
      errorDescription: `The team with ID ${teamId} was not found.`,
    }));
    return reply.code(207).send({ data, errors: nameless });
  });
}
