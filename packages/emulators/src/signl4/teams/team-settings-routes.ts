import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { MIN_MEMBERS_ON_DUTY } from '../duty/duties';
import { teamDutySettings } from '../duty/duty-views';
import { optionalBoolean } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { perTeam, replyPerTeam } from '../http/per-team';
import type { AlertSettings, Team } from '../model';
import { teamById } from '../records';
import type { Signl4Service } from '../service';

const AlertSettingsChange = z.object({
  escEnabled: z.boolean().optional(),
  escMode: z.number().int().min(0).max(1).optional(),
  escRefId: z.string().nullable().optional(),
  filterAction: z.number().int().min(0).max(2).optional(),
  filterMode: z.number().int().min(0).max(1).optional(),
  notificationProfileOverrides: z
    .array(
      z.object({ channel: z.number().int().min(0).max(3), delay: z.number().int(), enabled: z.boolean() }),
    )
    .optional(),
  optOut: z.number().int().min(0).max(2).optional(),
  overrideNotificationProfiles: z.boolean().optional(),
  persNotInterval: z.number().int().optional(),
  persNotMode: z.number().int().min(0).max(1).optional(),
  responseMode: z.union([z.literal(2), z.literal(4)]).optional(),
  responseTime: z.number().int().positive().optional(),
});
const PrivacyChange = z.object({
  hideContactAddresses: optionalBoolean,
  hideDutyData: optionalBoolean,
  hideForEscalation: optionalBoolean,
});

type TeamPath = { Params: { teamId: string } };

/** Settings of teams: alerts, duty, privacy. */
export function teamSettingsRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType } = context.settings;

  app.get('/teams/alertSettings', (request, reply) =>
    replyPerTeam(
      reply,
      perTeam(request, context.state, (team) => [alertSettingsDetails(team)]),
    ),
  );

  app.get('/teams/dutySettings', (request, reply) =>
    replyPerTeam(
      reply,
      perTeam(request, context.state, (team) => [teamDutySettings(team, MIN_MEMBERS_ON_DUTY)]),
    ),
  );

  app.get<TeamPath>('/teams/:teamId/alertSettings', (request, reply) =>
    reply.send(teamById(context.state, request.params.teamId).settings),
  );

  app.post<TeamPath>('/teams/:teamId/alertSettings', (request, reply) => {
    const { settings } = teamById(context.state, request.params.teamId);
    const change: Partial<AlertSettings> = jsonBody(request, AlertSettingsChange, requireJsonContentType);
    return reply.send(Object.assign(settings, change));
  });

  app.get<TeamPath>('/teams/:teamId/privacySettings', (request, reply) => {
    const { id, privacy } = teamById(context.state, request.params.teamId);
    return reply.send({ teamId: id, ...privacy });
  });

  app.put<TeamPath>('/teams/:teamId/privacySettings', (request, reply) => {
    const team = teamById(context.state, request.params.teamId);
    team.privacy = jsonBody(request, PrivacyChange, requireJsonContentType);
    return reply.send({ teamId: team.id, ...team.privacy });
  });
}

/** V2.AlertSettingsDetails: the delay has another name here than in AlertSettings. */
function alertSettingsDetails({ id, settings }: Team): Record<string, unknown> {
  const notificationProfileOverrides = settings.notificationProfileOverrides.map(
    ({ channel, delay, enabled }) => ({ channel, delayInMinutes: delay, enabled }),
  );
  return { teamId: id, ...settings, notificationProfileOverrides };
}
