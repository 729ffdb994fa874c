import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { AlertStatus, EventSourceType, EventStatus, ParameterType } from '../enums';
import { categoryNamed } from '../inbound/inbound-events';
import type { Alert, Attachment, InboundEvent, Team } from '../model';
import { creationTicks, recordId } from '../record-id';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { systemUser } from '../system-user';
import { dateOfMs, dateOfTicks } from '../ticks';
import { alertDetails, alertInfo, attachmentInfo } from '../views';
import {
  continuationToken,
  optionalDate,
  optionalId,
  optionalInt,
  optionalList,
  optionalText,
  requiredId,
  requiredText,
} from '../http/fields';
import { jsonBody } from '../http/json-body';
import { replyPage } from '../http/page';
import { queryValues } from '../http/query-values';

const RaiseAlert = z.object({
  teamId: requiredId,
  title: requiredText,
  text: requiredText,
  category: optionalText,
  externalId: optionalText,
  severity: optionalInt.pipe(z.number().min(0).max(2)),
  flags: optionalInt,
  parameters: z
    .array(
      z.object({
        name: z.string().nullish(),
        value: z.string().nullish(),
        type: z.number().int().default(ParameterType.String),
        order: z.number().int().optional(),
      }),
    )
    .nullish(),
  attachments: z
    .array(
      z.object({
        id: optionalText,
        name: optionalText,
        content: z.string().nullish(),
        contentType: optionalText,
        encoding: optionalInt,
      }),
    )
    .nullish(),
});

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
  continuationToken,
});

const StatusChange = z.object({ uid: requiredId, descr: optionalText });
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
const Annotation = z.object({ text: requiredText, type: z.number().int().default(1), userId: requiredId });
const TeamEscalation = z.object({ targetTeamId: requiredId, userId: optionalId });

type AlertPath = { Params: { alertId: string } };

/** Alerts. signl4.md §2.4. */
export function alertRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, alerts } = service;
  const { settings } = context;
  const body = <Schema extends z.ZodTypeAny>(request: FastifyRequest, schema: Schema): z.output<Schema> =>
    jsonBody(request, schema, settings.requireJsonContentType);
  const find = (request: FastifyRequest<AlertPath>): Alert => {
    const { alertId } = request.params;
    const userId = queryValues(request, 'userId')[0];
    if (userId && !context.state.users.has(userId.toLowerCase())) {
      throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
    }
    if (creationTicks(alertId) === undefined && settings.malformedIdStatus === 400) {
      throw new ServiceError(400, 'Error reading alert.', `${alertId} is not the ID of an alert.`);
    }
    return alerts.get(alertId);
  };
  const ids = (request: FastifyRequest<AlertPath>) => find(request).id;

  app.post('/alerts', (request, reply) => {
    const order = body(request, RaiseAlert);
    const { state, ticks } = context;
    if (!state.teams.has(order.teamId)) {
      throw new ServiceError(404, 'Error raising alert.', `A team with ID ${order.teamId} was not found.`);
    }
    const categories = [...state.categories.values()].filter((category) => category.teamId === order.teamId);
    const category =
      (order.category === undefined ? undefined : categoryNamed(categories, order.category)) ??
      categories.find((candidate) => candidate.isDefault);
    const parameters = (order.parameters ?? []).map((parameter, index) => ({
      id: randomUUID(),
      name: parameter.name ?? '',
      value: parameter.value ?? null,
      type: parameter.type,
      order: parameter.order ?? index,
      options: 0,
    }));
    const attachments = (order.attachments ?? []).map((file): Attachment => ({
      id: file.id ?? randomUUID(),
      name: file.name ?? 'attachment',
      contentType: file.contentType ?? 'application/octet-stream',
      content: Buffer.from(file.content ?? '', file.encoding === 1 ? 'base64' : 'utf8'),
    }));
    const born = ticks.next();
    const event: InboundEvent = {
      id: recordId(born),
      title: order.title,
      text: order.text,
      externalId: order.externalId ?? null,
      teamId: order.teamId,
      categoryId: category?.id ?? null,
      eventSourceId: order.teamId,
      eventSourceType: EventSourceType.Api,
      eventStatus: EventStatus.Signled,
      severity: order.severity,
      creationTime: dateOfTicks(born),
      lastModified: dateOfTicks(born),
      alertId: null,
      acknowledgedAlerts: [],
      closedAlerts: [],
      parameters,
    };
    state.events.set(event.id, event);
    const alert = alerts.raise({
      eventId: event.id,
      teamId: order.teamId,
      title: order.title,
      text: order.text,
      externalId: event.externalId,
      categoryId: event.categoryId,
      severity: order.severity,
      flags: order.flags,
      parameters,
      attachments,
    });
    event.alertId = alert.id;
    return reply.code(201).send(alertDetails(alert));
  });

  app.post('/alerts/paged', { config: { reads: true } }, (request, reply) => {
    const filter = body(request, AlertFilter);
    const [userId] = queryValues(request, 'userId');
    if (userId && !context.state.users.has(userId.toLowerCase())) {
      throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
    }
    const search = filter.textToSearch?.toLowerCase();
    const found = [...context.state.alerts.values()].filter(
      (alert) =>
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

  app.get('/alerts/report', (request, reply) => {
    const asked = queryValues(request, 'teamId');
    const teams = asked.length > 0 ? asked : [...context.state.teams.keys()];
    const since = dateOfMs(context.clock.now() - 24 * 3_600_000);
    const data = [];
    const errors = [];
    for (const teamId of teams) {
      const team = context.state.teams.get(teamId.toLowerCase());
      if (!team) errors.push({ teamId, errorCode: 404, errorDescription: 'The team was not found.' });
      else
        data.push(
          alertCounts(
            team,
            [...context.state.alerts.values()].filter((alert) => alert.created >= since),
          ),
        );
    }
    return reply.code(207).send({ data, errors });
  });

  app.get<AlertPath>('/alerts/:alertId', (request, reply) => reply.send(alertInfo(find(request))));
  app.get<AlertPath>('/alerts/:alertId/details', (request, reply) => reply.send(alertDetails(find(request))));
  app.get<AlertPath>('/alerts/:alertId/parameters', (request, reply) => reply.send(find(request).parameters));
  app.get<AlertPath>('/alerts/:alertId/timeline', (request, reply) => reply.send(find(request).timeline));

  app.get<AlertPath>('/alerts/:alertId/notifications', (request, reply) => {
    const alert = find(request);
    return reply.send(
      alert.notifiedUserIds.map((userId) => ({
        userId,
        address: null,
        deviceName: 'Emulated phone',
        lastUpdate: alert.created,
        // 4 transmitted, by push (1), message created (1).
        messageStatus: 4,
        messageStatusErrorCode: 0,
        notificationChannelType: 1,
        userStatus: 1,
      })),
    );
  });

  app.get<AlertPath>('/alerts/:alertId/attachments', (request, reply) =>
    reply.send(find(request).attachments.map(attachmentInfo)),
  );
  app.get<{ Params: { alertId: string; attachmentId: string } }>(
    '/alerts/:alertId/attachments/:attachmentId',
    (request, reply) => {
      const { attachmentId } = request.params;
      const attachment = find(request).attachments.find(({ id }) => id === attachmentId);
      if (!attachment) {
        throw new ServiceError(
          404,
          'Error reading attachment.',
          `An attachment with ID ${attachmentId} was not found.`,
        );
      }
      return reply.type(attachment.contentType).send(attachment.content);
    },
  );

  for (const change of ['acknowledge', 'close', 'undoAcknowledge', 'undoClose'] as const) {
    app.post<AlertPath>(`/alerts/:alertId/${change}`, (request, reply) => {
      const { uid, descr } = body(request, StatusChange);
      return reply.send(alertInfo(alerts[change](ids(request), uid, descr)));
    });

    app.post(`/alerts/${change}Multiple`, (request, reply) => {
      const { alertIds, uid, descr } = body(request, StatusChangeOfMany);
      if (!context.state.users.has(uid)) {
        throw new ServiceError(404, 'Error reading user.', `A user with ID ${uid} was not found.`);
      }
      for (const alertId of alertIds) unlessRefused(() => alerts[change](alertId, uid, descr));
      return reply.code(204).send();
    });
  }

  for (const [path, change, from] of [
    ['/alerts/acknowledgeAll', 'acknowledge', [AlertStatus.Open, AlertStatus.Failed]],
    // "closes all acknowledged alerts"
    ['/alerts/closeAll', 'close', [AlertStatus.Acknowledged]],
  ] as const) {
    app.post(path, (request, reply) => {
      const filter = body(request, StatusChangeByFilter);
      const [userId] = queryValues(request, 'userId');
      const user = userId ? context.state.users.get(userId.toLowerCase()) : systemUser;
      if (!user)
        throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
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

  app.post<AlertPath>('/alerts/:alertId/annotate', (request, reply) => {
    const { text, type, userId } = body(request, Annotation);
    const alert = find(request);
    const { id, timestamp } = alerts.annotate(alert.id, userId, text, type);
    return reply.send({ id, teamId: alert.teamId, text, timestamp, type, userId });
  });

  app.post<AlertPath>('/alerts/:alertId/escalateToTeam', (request, reply) => {
    const { targetTeamId, userId } = body(request, TeamEscalation);
    const alert = find(request);
    if (!context.state.teams.has(targetTeamId) || targetTeamId === alert.teamId) {
      throw new ServiceError(
        400,
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
    const copy = alerts.escalateToTeam(alert, targetTeamId, userId ?? null);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(copy.id));
  });
}

/** In a bulk call, what does not fit the life of one alert does not stop the others. */
function unlessRefused(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}

/** V2.AlertCountsDetails of the last 24 hours (type 4). */
function alertCounts(team: Team, recent: Alert[]): Record<string, unknown> {
  const own = recent.filter((alert) => alert.teamId === team.id);
  const count = (alerts: Alert[]) => ({
    unhandled: alerts.filter(
      ({ statusCode }) => statusCode !== AlertStatus.Acknowledged && statusCode !== AlertStatus.Closed,
    ).length,
    acknowledged: alerts.filter(({ statusCode }) => statusCode === AlertStatus.Acknowledged).length,
    closed: alerts.filter(({ statusCode }) => statusCode === AlertStatus.Closed).length,
  });
  const categoryIds = [...new Set(own.map((alert) => alert.categoryId))];
  return {
    teamId: team.id,
    type: 4,
    typeString: 'Last24Hours',
    ...count(own),
    categoryCounts: categoryIds.map((categoryId) => ({
      categoryId,
      ...count(own.filter((alert) => alert.categoryId === categoryId)),
    })),
  };
}
