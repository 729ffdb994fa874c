import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { EventSourceType, EventStatus, ParameterType } from '../enums';
import { optionalInt, optionalText, requiredId, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { categoryNamed } from '../inbound/inbound-events';
import type { Attachment, InboundEvent } from '../model';
import { recordId } from '../record-id';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { dateOfTicks } from '../ticks';
import { alertDetails } from './alert-views';

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

/** Alerts that are raised by API and not by an event. signl4.md §2.4 */
export function raiseAlertRoute(app: FastifyInstance, service: Signl4Service): void {
  const { context, alerts } = service;

  app.post('/alerts', (request, reply) => {
    const order = jsonBody(request, RaiseAlert, context.settings.requireJsonContentType);
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
    const source = [...state.eventSources.values()].find(
      ({ teamId, type }) => teamId === order.teamId && type === EventSourceType.Api,
    );
    const born = ticks.next();
    const event: InboundEvent = {
      id: recordId(born),
      title: order.title,
      text: order.text,
      externalId: order.externalId ?? null,
      teamId: order.teamId,
      categoryId: category?.id ?? null,
      eventSourceId: source?.id ?? '',
      eventSourceType: EventSourceType.Api,
      distributionId: null,
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
}
