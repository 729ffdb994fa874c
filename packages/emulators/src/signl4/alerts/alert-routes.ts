import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { SubscriptionStatus } from '../enums';
import {
  continuationToken,
  optionalBoolean,
  optionalDate,
  optionalInt,
  optionalList,
  optionalText,
} from '../http/fields';
import { jsonBody } from '../http/json-body';
import { replyPage } from '../http/page';
import type { Alert, User } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { alertByPath, userOfQuery, type AlertPath } from './alert-by-path';
import { alertDetails, alertInfo, alertNotifications } from './alert-views';

const AlertFilter = z.object({
  alertStatusCodes: optionalInt,
  teamIds: optionalList,
  categoryIds: optionalList,
  alertIds: optionalList,
  externalId: optionalText,
  textToSearch: optionalText,
  minCreated: optionalDate,
  maxCreated: optionalDate,
  modifiedSince: optionalDate,
  afterId: optionalText,
  showPersonalHiddenCategories: optionalBoolean,
  continuationToken,
});

/** Alerts as they are read. signl4.md §2.4 */
export function alertRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { settings } = context;
  const isMember = (user: User, alert: Alert) =>
    context.state.teams.get(alert.teamId)?.memberIds.includes(user.id) ?? false;
  const hides = (user: User, { categoryId }: Alert) =>
    context.state.categorySubscriptions.get(`${categoryId}/${user.id}`) === SubscriptionStatus.Hidden;

  app.post('/alerts/paged', { config: { reads: true } }, (request, reply) => {
    const filter = jsonBody(request, AlertFilter, settings.requireJsonContentType);
    const user = userOfQuery(service, request);
    const search = filter.textToSearch?.toLowerCase();
    const found = [...context.state.alerts.values()].filter(
      (alert) =>
        (!user || isMember(user, alert)) &&
        (!user || filter.showPersonalHiddenCategories || !hides(user, alert)) &&
        (filter.alertStatusCodes === 0 || (alert.statusCode & filter.alertStatusCodes) !== 0) &&
        (!filter.teamIds || filter.teamIds.includes(alert.teamId)) &&
        (!filter.categoryIds ||
          (alert.categoryId !== null && filter.categoryIds.includes(alert.categoryId))) &&
        (!filter.alertIds || filter.alertIds.includes(alert.id)) &&
        (filter.externalId === undefined || alert.externalId === filter.externalId) &&
        (search === undefined || `${alert.title}\n${alert.text}`.toLowerCase().includes(search)) &&
        (filter.minCreated === undefined || alert.created >= filter.minCreated) &&
        (filter.maxCreated === undefined || alert.created <= filter.maxCreated) &&
        (filter.modifiedSince === undefined || alert.lastModified >= filter.modifiedSince) &&
        (filter.afterId === undefined ||
          (settings.afterId === 'older' ? alert.id > filter.afterId : alert.id < filter.afterId)),
    );
    return replyPage(request, reply, found, filter.continuationToken, alertInfo);
  });

  app.get<AlertPath>('/alerts/:alertId', (request, reply) =>
    reply.send(alertInfo(alertByPath(service, request))),
  );

  app.get<AlertPath>('/alerts/:alertId/details', (request, reply) => {
    const alert = alertByPath(service, request);
    const user = userOfQuery(service, request);
    if (user && !isMember(user, alert)) {
      throw new ServiceError(403, 'Error reading alert.', 'The user has no access to this alert.');
    }
    return reply.send(alertDetails(alert));
  });

  app.get<AlertPath>('/alerts/:alertId/parameters', (request, reply) =>
    reply.send(alertByPath(service, request).parameters),
  );

  app.get<AlertPath>('/alerts/:alertId/timeline', (request, reply) =>
    reply.send(alertByPath(service, request).timeline),
  );

  app.get<AlertPath>('/alerts/:alertId/notifications', (request, reply) =>
    reply.send(alertNotifications(context.state, alertByPath(service, request))),
  );
}
