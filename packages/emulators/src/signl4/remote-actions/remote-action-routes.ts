import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { apiKeyOf } from '../http/api-key';
import { optionalBoolean, optionalText, requiredId, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import type { RemoteAction } from './remote-action';
import { definitionDetails, remoteActionDetails, remoteActionInfo } from './remote-action-views';

const ActionBody = z.object({
  name: requiredText,
  description: optionalText,
  enabled: optionalBoolean,
  teamId: requiredId,
  definitionId: requiredId,
  access: z
    .array(z.object({ teamId: requiredId, canEdit: optionalBoolean, canExecute: optionalBoolean }))
    .nullish(),
  parameters: z.array(z.object({ name: requiredText, value: z.string().nullish() })).nullish(),
});

type ActionPath = { Params: { actionId: string } };

/** Remote actions and their definitions. */
export function remoteActionRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, remoteActions } = service;
  const info = (request: FastifyRequest, action: RemoteAction) =>
    remoteActionInfo(action, remoteActions.definition(action.definitionId), apiKeyOf(context, request)!);
  const details = (request: FastifyRequest, action: RemoteAction) =>
    remoteActionDetails(action, remoteActions.definition(action.definitionId), apiKeyOf(context, request)!);
  /** Fields of an action as a body has them. @throws ServiceError 400 */
  const ordered = (request: FastifyRequest) => {
    const body = jsonBody(request, ActionBody, context.settings.requireJsonContentType);
    const definition = remoteActions.definition(body.definitionId, 400);
    const refuse = (text: string) => new ServiceError(400, 'Error saving remote action.', text);
    if (!context.state.teams.has(body.teamId)) throw refuse(`A team with ID ${body.teamId} was not found.`);
    const values = new Map((body.parameters ?? []).map(({ name, value }) => [name, value ?? null] as const));
    for (const name of values.keys()) {
      if (!definition.parameters.some((parameter) => parameter.name === name)) {
        throw refuse(`The definition has no parameter "${name}".`);
      }
    }
    const { name, description = null, enabled, teamId, definitionId, access } = body;
    return { name, description, enabled, teamId, definitionId, access: access ?? [], values };
  };

  app.get('/remoteActions', (request, reply) => {
    const [teamId, externalId, type, executorService] = [
      'teamId',
      'externalId',
      'type',
      'executorService',
    ].map((name) => queryValues(request, name)[0] || undefined);
    const found = [...context.state.remoteActions.values()].filter((action) => {
      const definition = remoteActions.definition(action.definitionId);
      return (
        (teamId === undefined || action.teamId === teamId.toLowerCase()) &&
        (externalId === undefined || definition.externalId === externalId) &&
        (type === undefined || String(definition.type) === type) &&
        (executorService === undefined || definition.executorService === executorService)
      );
    });
    return reply.send(found.map((action) => info(request, action)));
  });

  app.post('/remoteActions', (request, reply) => {
    const action: RemoteAction = { id: randomUUID(), createdAt: context.ticks.date(), ...ordered(request) };
    context.state.remoteActions.set(action.id, action);
    return reply.send(details(request, action));
  });

  app.get('/remoteActions/definitions', (_request, reply) =>
    reply.send([...context.state.remoteActionDefinitions.values()].map(definitionDetails)),
  );

  app.get<{ Params: { definitionId: string } }>(
    '/remoteActions/definitions/:definitionId',
    (request, reply) => reply.send(definitionDetails(remoteActions.definition(request.params.definitionId))),
  );

  app.get<ActionPath>('/remoteActions/:actionId', (request, reply) =>
    reply.send(details(request, remoteActions.get(request.params.actionId))),
  );

  app.put<ActionPath>('/remoteActions/:actionId', (request, reply) => {
    const action = remoteActions.get(request.params.actionId);
    const { values, ...fields } = ordered(request);
    Object.assign(action, fields);
    // A value that is left out stays: encrypted ones cannot be read and sent back.
    for (const [name, value] of values) action.values.set(name, value);
    return reply.send(details(request, action));
  });

  app.delete<ActionPath>('/remoteActions/:actionId', (request, reply) => {
    context.state.remoteActions.delete(remoteActions.get(request.params.actionId).id);
    return reply.code(204).send();
  });
}
