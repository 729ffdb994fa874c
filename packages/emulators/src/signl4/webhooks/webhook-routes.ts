import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import type { Webhook } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { webhookInfo } from '../views';
import { optionalId, optionalText, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';

const WebhookBaseInfo = z.object({
  extUrl: requiredText,
  name: requiredText,
  description: optionalText,
  teamId: optionalId,
});

/** Registry of outgoing webhooks. signl4.md §2.6. */
export function webhookRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, publisher } = service;
  const { settings } = context;
  const body = (request: FastifyRequest) => {
    const info = jsonBody(request, WebhookBaseInfo, settings.requireJsonContentType);
    checkUrl(service, info.extUrl);
    if (info.teamId !== undefined && !context.state.teams.has(info.teamId)) {
      throw new ServiceError(400, 'Error saving webhook.', `A team with ID ${info.teamId} was not found.`);
    }
    return info;
  };
  const find = (id: string): Webhook => {
    const webhook = context.state.webhooks.get(id.toLowerCase());
    if (webhook) return webhook;
    const malformed = !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
    throw new ServiceError(
      malformed ? settings.malformedIdStatus : 404,
      'Error reading webhook.',
      `A webhook with ID ${id} was not found.`,
    );
  };

  app.get('/webhooks', (request, reply) => {
    const [teamId] = queryValues(request, 'teamId');
    const webhooks = [...context.state.webhooks.values()].filter(
      (webhook) =>
        !teamId || webhook.teamId === teamId.toLowerCase() || (webhook.teamId === null && settings.listScope),
    );
    if (webhooks.length === 0) {
      throw new ServiceError(
        404,
        'Error reading webhooks.',
        'The subscription does not have any outbound webhooks.',
      );
    }
    return reply.send(webhooks.map(webhookInfo));
  });

  app.post('/webhooks', (request, reply) => {
    const info = body(request);
    if (
      !settings.duplicateWebhooks &&
      [...context.state.webhooks.values()].some(({ extUrl }) => extUrl === info.extUrl)
    ) {
      throw new ServiceError(400, 'Error saving webhook.', 'A webhook with this URL exists already.');
    }
    const webhook: Webhook = {
      id: randomUUID(),
      name: info.name,
      extUrl: info.extUrl,
      description: info.description ?? null,
      enabled: true,
      teamId: info.teamId ?? null,
    };
    context.state.webhooks.set(webhook.id, webhook);
    if (settings.testEventOnRegistration) publisher.test(webhook);
    const accept = request.headers.accept ?? '*/*';
    // ASP.NET Core takes no notice of an Accept header that allows everything, and then prefers text for a string.
    const json = accept.includes('application/json') && !accept.includes('*/*');
    const form = settings.webhookCreatedBody;
    void reply.code(201);
    if (form === 'object') return reply.send({ id: webhook.id });
    if (form === 'jsonString' || (form === 'negotiated' && json)) {
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(webhook.id));
    }
    return reply.type('text/plain; charset=utf-8').send(webhook.id);
  });

  app.get<{ Params: { webhookId: string } }>('/webhooks/:webhookId', (request, reply) =>
    reply.send(webhookInfo(find(request.params.webhookId))),
  );

  app.put<{ Params: { webhookId: string } }>('/webhooks/:webhookId', (request, reply) => {
    const webhook = find(request.params.webhookId);
    const info = body(request);
    Object.assign(webhook, { ...info, description: info.description ?? null, teamId: info.teamId ?? null });
    return reply.send(webhookInfo(webhook));
  });

  app.delete<{ Params: { webhookId: string } }>('/webhooks/:webhookId', (request, reply) => {
    context.state.webhooks.delete(find(request.params.webhookId).id);
    return reply.code(200).send();
  });

  for (const enabled of [true, false]) {
    app.post<{ Params: { webhookId: string } }>(
      `/webhooks/:webhookId/${enabled ? 'enable' : 'disable'}`,
      (request, reply) => {
        const webhook = find(request.params.webhookId);
        webhook.enabled = enabled;
        return reply.send(webhookInfo(webhook));
      },
    );
  }
}

/** @throws ServiceError 400 for what is no http(s) URL, or leads back into the service */
function checkUrl(service: Signl4Service, text: string): void {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Reported below.
  }
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ServiceError(400, 'Error saving webhook.', 'extUrl is not a valid http or https URL.');
  }
  const inbound = /^\/+webhook\/+([^/]+)\/*$/i.exec(url.pathname)?.[1];
  if (inbound === undefined) return;
  const sources = [...service.context.state.eventSources.values()];
  const own = new URL(service.runtime.origin());
  const loopback =
    ['localhost', '127.0.0.1', '[::1]', own.hostname].includes(url.hostname) && url.port === own.port;
  if (
    loopback ||
    /(^|\.)signl4\.com$/i.test(url.hostname) ||
    sources.some((source) => source.secret === inbound)
  ) {
    throw new ServiceError(
      service.context.settings.ownWebhookStatus,
      'Error saving webhook.',
      'The inbound webhook of a team cannot be used as an outbound webhook.',
    );
  }
}
