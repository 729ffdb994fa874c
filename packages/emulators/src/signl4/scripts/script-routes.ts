import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { optionalDate, optionalId, optionalText, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { INVENTORY, type InventoryScript, type ScriptInstance } from './script-instance';
import { inventoryScript, parsedScript, scriptInstanceDetails, scriptInstanceInfo } from './script-views';

const Names = z.object({ customScriptName: optionalText, customScriptDescription: optionalText });
const Update = Names.extend({ enabled: z.boolean().nullish(), config: z.unknown(), teamId: optionalId });
const Create = Update.extend({ scriptId: requiredText, instanceId: optionalId });

type InstancePath = { Params: { instanceId: string } };

/** Connector apps: what there is, and what is installed. */
export function scriptRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType } = context.settings;
  const script = (scriptId: string): InventoryScript => {
    const found = INVENTORY.find((candidate) => candidate.scriptId === scriptId.toLowerCase());
    if (found) return found;
    throw new ServiceError(404, 'Error reading script.', `A script with ID ${scriptId} was not found.`);
  };
  const find = (instanceId: string): ScriptInstance => {
    const found = context.state.scriptInstances.get(instanceId.toLowerCase());
    if (found) return found;
    throw new ServiceError(404, 'Error reading script.', `No script instance has the ID ${instanceId}.`);
  };
  const change = (instance: ScriptInstance, order: Partial<z.output<typeof Update>>) => {
    instance.customScriptName = order.customScriptName ?? instance.customScriptName;
    instance.customScriptDescription = order.customScriptDescription ?? instance.customScriptDescription;
    instance.teamId = order.teamId ?? instance.teamId;
    instance.enabled = order.enabled ?? instance.enabled;
    instance.config = order.config ?? instance.config;
    instance.lastModified = context.ticks.date();
    return scriptInstanceDetails(instance);
  };

  for (const path of ['/scripts/inventory', '/scripts/inventory/parsed']) {
    app.get(path, (_request, reply) => reply.send(INVENTORY.map(inventoryScript)));
  }
  app.get<{ Params: { scriptId: string } }>('/scripts/inventory/parsed/:scriptId', (request, reply) =>
    reply.send(parsedScript(script(request.params.scriptId))),
  );

  app.get('/scripts/instances', (request, reply) => {
    const teamIds = queryValues(request, 'teamId').map((id) => id.toLowerCase());
    const since = optionalDate.safeParse(queryValues(request, 'modifiedSince')[0]);
    if (!since.success)
      throw new ServiceError(400, 'The request is invalid.', 'modifiedSince is not a date.');
    const found = [...context.state.scriptInstances.values()].filter(
      ({ teamId, lastModified }) =>
        (teamIds.length === 0 || (teamId !== null && teamIds.includes(teamId))) &&
        (since.data === undefined || lastModified >= since.data),
    );
    return reply.send(found.map(scriptInstanceInfo));
  });

  app.post('/scripts/instances', (request, reply) => {
    const order = jsonBody(request, Create, requireJsonContentType);
    const known = order.instanceId && context.state.scriptInstances.get(order.instanceId);
    if (known) return reply.code(200).send(change(known, order));
    const { scriptId, scriptName } = script(order.scriptId);
    const instance: ScriptInstance = {
      instanceId: order.instanceId ?? randomUUID(),
      scriptId,
      scriptName,
      customScriptName: null,
      customScriptDescription: null,
      teamId: null,
      enabled: false,
      config: {},
      lastModified: context.ticks.date(),
    };
    context.state.scriptInstances.set(instance.instanceId, instance);
    return reply.code(201).send(change(instance, order));
  });

  app.get<InstancePath>('/scripts/instances/:instanceId', (request, reply) =>
    reply.send(scriptInstanceDetails(find(request.params.instanceId))),
  );

  app.put<InstancePath>('/scripts/instances/:instanceId', (request, reply) => {
    const instance = find(request.params.instanceId);
    return reply.send(change(instance, jsonBody(request, Update, requireJsonContentType)));
  });

  app.put<InstancePath>('/scripts/instances/:instanceId/data', (request, reply) => {
    const instance = find(request.params.instanceId);
    return reply.send(change(instance, jsonBody(request, Names, requireJsonContentType)));
  });

  for (const enabled of [true, false]) {
    app.post<InstancePath>(
      `/scripts/instances/:instanceId/${enabled ? 'enable' : 'disable'}`,
      (request, reply) => reply.send(change(find(request.params.instanceId), { enabled })),
    );
  }

  app.delete<InstancePath>('/scripts/instances/:instanceId', (request, reply) => {
    context.state.scriptInstances.delete(find(request.params.instanceId).instanceId);
    return reply.code(200).send();
  });
}
