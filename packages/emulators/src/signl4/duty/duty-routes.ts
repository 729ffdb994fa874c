import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { DutyMode } from '../enums';
import type { Signl4Service } from '../service';
import { userDutyDetails, userDutyInfo } from '../views';
import { optionalList, requiredId } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';

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
      const data = [];
      const errors = [];
      for (const teamId of teamIds ?? memberships) {
        const duty = duties.change(userId, teamId, dutyMode);
        if (duty) data.push(userDutyDetails(duty));
        else
          errors.push({
            teamId,
            userId,
            errorCode: 404,
            errorDescription: 'The user is not a member of the team.',
          });
      }
      return reply.code(207).send({ data, errors });
    });
  }

  app.get<{ Params: { userId: string } }>('/users/:userId/dutyStatus', (request, reply) => {
    const userId = request.params.userId.toLowerCase();
    const asked = queryValues(request, 'teamId').map((id) => id.toLowerCase());
    const own = duties.ofUser(userId);
    const data = own.filter((duty) => asked.length === 0 || asked.includes(duty.teamId)).map(userDutyInfo);
    const errors = asked
      .filter((teamId) => !own.some((duty) => duty.teamId === teamId))
      .map((teamId) => ({
        teamId,
        userId,
        errorCode: 404,
        errorDescription: 'The user is not a member of the team.',
      }));
    return reply.code(207).send({ data, errors });
  });

  app.get('/duties/summary', (request, reply) => {
    const asked = queryValues(request, 'teamId').map((id) => id.toLowerCase());
    const lastTwo = queryValues(request, 'lastTwoDuties')[0]?.toLowerCase() === 'true';
    const data = [];
    const errors = [];
    for (const teamId of asked.length > 0 ? asked : context.state.teams.keys()) {
      const team = context.state.teams.get(teamId);
      if (!team) errors.push({ teamId, errorCode: 404, errorDescription: 'The team was not found.' });
      else {
        const newestFirst = [...team.duties].reverse();
        data.push({
          teamId,
          dutyAssistEnabled: team.dutyAssistEnabled,
          dutySummaries: lastTwo ? newestFirst.slice(0, 2) : newestFirst.slice(0, 1),
        });
      }
    }
    return reply.code(207).send({ data, errors });
  });
}
