import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { EventSourceType } from '../enums';
import type { EventSource } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { eventSourceInfo } from '../views';
import { optionalBoolean, optionalId, optionalText, requiredId, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';

const CreateSource = z.object({
  teamId: requiredId,
  name: requiredText,
  description: optionalText,
  disabled: optionalBoolean,
  type: z.union([z.literal(1), z.literal(2)]),
});
const UpdateSource = z.object({
  teamId: optionalId,
  name: optionalText,
  description: optionalText,
  disabled: z.boolean().nullish(),
});

/** Inbound sources: team secrets and integrations. */
export function eventSourceRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const view = (source: EventSource) => eventSourceInfo(source, service.runtime.origin());
  const mustKnowTeam = (teamId: string) => {
    if (!context.state.teams.has(teamId)) {
      throw new ServiceError(400, 'Error saving event source.', `A team with ID ${teamId} was not found.`);
    }
  };
  const find = (id: string): EventSource => {
    const source = context.state.eventSources.get(id.toLowerCase());
    if (!source)
      throw new ServiceError(
        404,
        'Error reading event source.',
        `An event source with ID ${id} was not found.`,
      );
    return source;
  };

  app.get('/eventsources', (request, reply) => {
    const asked = queryValues(request, 'teamId').map((id) => id.toLowerCase());
    const includeInternal = queryValues(request, 'includeInternal')[0]?.toLowerCase() === 'true';
    const errors = asked
      .filter((teamId) => !context.state.teams.has(teamId))
      .map((teamId) => ({ teamId, errorCode: 404, errorDescription: 'The team was not found.' }));
    const data = [...context.state.eventSources.values()]
      .filter((source) => asked.length === 0 || asked.includes(source.teamId))
      .filter((source) => includeInternal || !isInternal(source))
      .map(view);
    return reply.code(207).send({ data, errors });
  });

  app.post('/eventsources', (request, reply) => {
    const order = jsonBody(request, CreateSource, context.settings.requireJsonContentType);
    mustKnowTeam(order.teamId);
    const source: EventSource = {
      id: randomUUID(),
      secret: randomBytes(6).toString('hex'),
      lastEvent: null,
      distributionId: null,
      ...order,
      description: order.description ?? null,
    };
    context.state.eventSources.set(source.id, source);
    return reply.send(view(source));
  });

  app.get<{ Params: { id: string } }>('/eventsources/:id', (request, reply) =>
    reply.send(view(find(request.params.id))),
  );

  app.put<{ Params: { id: string } }>('/eventsources/:id', (request, reply) => {
    const source = find(request.params.id);
    const order = jsonBody(request, UpdateSource, context.settings.requireJsonContentType);
    if (order.teamId !== undefined) mustKnowTeam(order.teamId);
    source.teamId = order.teamId ?? source.teamId;
    source.name = order.name ?? source.name;
    source.description = order.description ?? source.description;
    source.disabled = order.disabled ?? source.disabled;
    return reply.send(view(source));
  });

  app.delete<{ Params: { id: string } }>('/eventsources/:id', (request, reply) => {
    context.state.eventSources.delete(find(request.params.id).id);
    return reply.code(204).send();
  });

  app.get<{ Params: { teamId: string } }>('/teams/:teamId/eventSources', (request, reply) => {
    const teamId = request.params.teamId.toLowerCase();
    if (!context.state.teams.has(teamId)) {
      throw new ServiceError(404, 'Error reading team.', `A team with ID ${teamId} was not found.`);
    }
    return reply.send(
      [...context.state.eventSources.values()]
        .filter((source) => source.teamId === teamId && !isInternal(source))
        .map(view),
    );
  });
}

/** Sources of alerts that are raised without a webhook or mail. */
function isInternal({ type }: EventSource): boolean {
  return type === EventSourceType.Api;
}
