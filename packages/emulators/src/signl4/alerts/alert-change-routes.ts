import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { EscalationStatus } from '../enums';
import { optionalId, optionalText, requiredId, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { alertByPath, type AlertPath } from './alert-by-path';
import { alertInfo } from './alert-views';

const StatusChange = z.object({ uid: requiredId, descr: optionalText });
const Annotation = z.object({ text: requiredText, type: z.number().int().default(1), userId: requiredId });
const TeamEscalation = z.object({ targetTeamId: requiredId, userId: optionalId });

/** Changes of one alert. signl4.md §2.4 */
export function alertChangeRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, alerts } = service;
  const { requireJsonContentType } = context.settings;

  for (const change of ['acknowledge', 'close', 'undoAcknowledge', 'undoClose'] as const) {
    app.post<AlertPath>(
      `/alerts/:alertId/${change}`,
      { config: { no404: change.startsWith('undo') } },
      (request, reply) => {
        const { uid, descr } = jsonBody(request, StatusChange, requireJsonContentType);
        return reply.send(alertInfo(alerts[change](alertByPath(service, request).id, uid, descr)));
      },
    );
  }

  app.post<AlertPath>('/alerts/:alertId/annotate', (request, reply) => {
    const { text, type, userId } = jsonBody(request, Annotation, requireJsonContentType);
    const alert = alertByPath(service, request);
    const { id, timestamp } = alerts.annotate(alert.id, userId, text, type);
    return reply.send({ id, teamId: alert.teamId, text, timestamp, type, userId });
  });

  app.post<AlertPath>('/alerts/:alertId/escalateToTeam', { config: { no404: true } }, (request, reply) => {
    const { targetTeamId, userId } = jsonBody(request, TeamEscalation, requireJsonContentType);
    const alert = alertByPath(service, request);
    const target = alerts.escalations.statusOfTarget(alert, targetTeamId);
    if (target !== EscalationStatus.Ok) {
      throw new ServiceError(
        target === EscalationStatus.TargetPrivate ? 403 : 400,
        'Error escalating alert.',
        `The team with ID ${targetTeamId} is not a valid target.`,
      );
    }
    if (userId !== undefined && !context.state.teams.get(alert.teamId)!.memberIds.includes(userId)) {
      throw new ServiceError(
        403,
        'Error escalating alert.',
        'The user is not a member of the team of the alert.',
      );
    }
    const copy = alerts.escalations.toTeam(alert, targetTeamId, userId ?? null);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(copy.id));
  });
}
