import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { EventSourceType } from '../enums';
import type { EventSource, InboundEvent } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { eventDetails, overviewEvent } from './event-views';
import { continuationToken, optionalDate, optionalId, optionalInt, optionalText } from '../http/fields';
import { bySecret, receiveEvent } from '../inbound/inbound-webhook';
import { jsonBody } from '../http/json-body';
import { replyPage } from '../http/page';

const EventFilter = z.object({
  eventSourceId: optionalId,
  eventStatusCode: optionalInt,
  teamid: optionalId,
  textToSearch: optionalText,
  minCreationDate: optionalDate,
  maxCreationDate: optionalDate,
  modifiedSince: optionalDate,
  continuationToken,
});

/** Events. signl4.md §1.1 and §2.4. */
export function eventRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const find = (eventId: string): InboundEvent => {
    const event = context.state.events.get(eventId.toLowerCase());
    if (!event)
      throw new ServiceError(404, 'Error reading event.', `An event with ID ${eventId} was not found.`);
    return event;
  };

  app.post<{ Params: { secret: string } }>(
    '/events/:secret',
    { config: { event: true } },
    async (request, reply) => {
      const { secret } = request.params;
      const event = await receiveEvent(
        service,
        request,
        reply,
        EventSourceType.Api,
        () => bySecret(service, secret) ?? ofTeam(service, secret),
      );
      return reply.code(201).send(overviewEvent(event));
    },
  );

  app.post('/events/paged', { config: { reads: true } }, (request, reply) => {
    const filter = jsonBody(request, EventFilter, context.settings.requireJsonContentType);
    const search = filter.textToSearch?.toLowerCase();
    const found = [...context.state.events.values()].filter(
      (event) =>
        (filter.eventStatusCode === 0 || event.eventStatus === filter.eventStatusCode) &&
        (filter.eventSourceId === undefined || event.eventSourceId === filter.eventSourceId) &&
        (filter.teamid === undefined || event.teamId === filter.teamid) &&
        (search === undefined ||
          `${event.title ?? ''}\n${event.text ?? ''}`.toLowerCase().includes(search)) &&
        (filter.minCreationDate === undefined || event.creationTime >= filter.minCreationDate) &&
        (filter.maxCreationDate === undefined || event.creationTime <= filter.maxCreationDate) &&
        (filter.modifiedSince === undefined || event.lastModified >= filter.modifiedSince),
    );
    return replyPage(request, reply, found, filter.continuationToken, overviewEvent);
  });

  app.get<{ Params: { eventId: string } }>('/events/:eventId', (request, reply) =>
    reply.send(eventDetails(find(request.params.eventId))),
  );
  app.get<{ Params: { eventId: string } }>('/events/:eventId/overview', (request, reply) =>
    reply.send(overviewEvent(find(request.params.eventId))),
  );
  app.get<{ Params: { eventId: string } }>('/events/:eventId/parameters', (request, reply) =>
    reply.send(
      find(request.params.eventId).parameters.map(({ name, value, type, order }) => ({
        name,
        value,
        type,
        order,
      })),
    ),
  );
}

/** The team webhook of a team that is named by its id. */
function ofTeam(service: Signl4Service, teamId: string): EventSource | undefined {
  return [...service.context.state.eventSources.values()].find(
    (source) =>
      source.teamId === teamId.toLowerCase() && source.type === EventSourceType.WebHook && !source.disabled,
  );
}
