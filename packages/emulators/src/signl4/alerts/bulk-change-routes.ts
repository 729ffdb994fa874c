import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { AlertStatus } from '../enums';
import { optionalDate, optionalInt, optionalList, optionalText, requiredId } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { userById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { systemUser } from '../system-user';
import { userOfQuery } from './alert-by-path';

const StatusChangeOfMany = z.object({
  alertIds: z.array(requiredId).min(1),
  uid: requiredId,
  descr: optionalText,
});
const StatusChangeByFilter = z.object({
  categoryIds: optionalList,
  teamIds: optionalList,
  minDate: optionalDate,
  maxDate: optionalDate,
  scope: optionalInt.pipe(z.number().min(0).max(2)),
});
/** Changes of many alerts: 204, whatever becomes of each of them. signl4.md §2.4 */
export function bulkChangeRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, alerts, backlog } = service;
  const { requireJsonContentType } = context.settings;

  for (const change of ['acknowledge', 'close', 'undoAcknowledge', 'undoClose'] as const) {
    app.post(`/alerts/${change}Multiple`, (request, reply) => {
      const { alertIds, uid, descr } = jsonBody(request, StatusChangeOfMany, requireJsonContentType);
      userById(context.state, uid);
      const changeAll = () => {
        for (const alertId of alertIds) unlessRefused(() => alerts[change](alertId, uid, descr));
      };
      // The schema says of both kinds of undoing that they are queued.
      if (change.startsWith('undo')) backlog.add(changeAll);
      else changeAll();
      return reply.code(204).send();
    });
  }

  for (const [path, change, from] of [
    ['/alerts/acknowledgeAll', 'acknowledge', [AlertStatus.Open, AlertStatus.Failed]],
    // "closes all acknowledged alerts"
    ['/alerts/closeAll', 'close', [AlertStatus.Acknowledged]],
  ] as const) {
    app.post(path, (request, reply) => {
      const filter = jsonBody(request, StatusChangeByFilter, requireJsonContentType);
      const user = userOfQuery(service, request) ?? systemUser;
      for (const alert of [...context.state.alerts.values()]) {
        const wanted =
          from.some((status) => status === alert.statusCode) &&
          (filter.scope !== 2 || filter.teamIds?.includes(alert.teamId)) &&
          (!filter.categoryIds ||
            (alert.categoryId !== null && filter.categoryIds.includes(alert.categoryId))) &&
          (filter.minDate === undefined || alert.created >= filter.minDate) &&
          (filter.maxDate === undefined || alert.created <= filter.maxDate);
        if (wanted) unlessRefused(() => alerts[change](alert.id, user.id));
      }
      return reply.code(204).send();
    });
  }
}

/** In a bulk call, what does not fit the life of one alert does not stop the others. */
function unlessRefused(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
