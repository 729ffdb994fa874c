{{#if isExpiring}}
import type { FastifyInstance } from 'fastify';
{{else}}
import type { FastifyInstance, FastifyRequest } from 'fastify';
{{/if}}
import { z } from 'zod/v4';
import { ApiError } from '../kit/http/api-error';
import { parseJsonBody } from '../kit/http/json-body';
import { queryOf } from '../kit/http/query';
import { unexpectedError } from '../kit/http/unexpected-error';
{{#unless isExpiring}}
import { seed } from './seed';
{{/unless}}
import type { {{type}}Service } from './service';

const New{{noun.type}} = z.object({ name: z.string().min(1) });
{{#if isWebhook}}
const NewWebhook = z.object({ url: z.url(){{#if isSigned}}, secret: z.string().min(16){{/if}} });
{{/if}}

/** The REST API ({{service}}.md §1, {{service}}.md §2{{#if isWebhook}}, {{service}}.md §3{{/if}}). */
export function restApi(app: FastifyInstance, service: {{type}}Service): void {
  const { settings } = service;
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiError) return reply.code(error.status).send({ message: error.message });
    const { status, text } = unexpectedError(error);
    return reply.code(status).send({ message: text });
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .header('x-signalbox', 'not-emulated')
      .send({ message: `This emulator does not know ${request.method} ${request.url.split('?', 1)[0]}` }),
  );
  app.addHook('preHandler', async (request) => {
    if (request.is404) return;
    {{#if isExpiring}}
    if (!service.tokens.knows(request.headers.authorization)) throw new ApiError(401, 'The access token is not valid');
    {{else}}
    if (!isAuthorized(request)) throw new ApiError(401, 'The credential is not valid');
    {{/if}}
  });

  app.get('/{{noun.path}}', (request, reply) => {
    const query = queryOf(request);
    const since = query.get('createdSince') ?? '';
    const wanted = service.{{noun.keys}}.filter(({ createdAt }) => createdAt >= since);
    const start = Number(query.get('offset') ?? 0);
    const end = start + Math.min(Number(query.get('limit') ?? settings.pageSize), settings.pageSize);
    return reply.send({
      {{noun.keys}}: wanted.slice(start, end),
      nextOffset: end < wanted.length ? end : null,
    });
  });

  app.get<{ Params: { id: string } }>('/{{noun.path}}/:id', (request, reply) =>
    reply.send(service.{{noun.key}}(request.params.id)),
  );

  app.post('/{{noun.path}}', (request, reply) => {
    const { name } = checked(New{{noun.type}}, request.body);
    return reply.code(settings.createStatus).send(service.create(name));
  });
  {{#if isWebhook}}

  app.get('/webhooks', (_request, reply) =>
    reply.send({ webhooks: service.webhooks.all.map(({ id, url }) => ({ id, url })) }),
  );

  app.post('/webhooks', (request, reply) => {
    const { id, url } = service.webhooks.register(checked(NewWebhook, request.body));
    return reply.code(201).send({ id, url });
  });

  app.delete<{ Params: { id: string } }>('/webhooks/:id', (request, reply) => {
    service.webhooks.remove(request.params.id);
    return reply.code(204).send();
  });
  {{/if}}
}
{{#unless isExpiring}}

function isAuthorized(request: FastifyRequest): boolean {
  {{#if isHeaderKey}}
  return request.headers['{{headerLower}}'] === seed.apiKey;
  {{/if}}
  {{#if isBearer}}
  return request.headers.authorization === `Bearer ${seed.apiToken}`;
  {{/if}}
  {{#if isBasic}}
  const expected = Buffer.from(`${seed.keyId}:${seed.keySecret}`).toString('base64');
  return request.headers.authorization === `Basic ${expected}`;
  {{/if}}
}
{{/unless}}

/** @throws ApiError that names the first wrong field */
function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(parseJsonBody(body));
  if (result.success) return result.data;
  const [{ path, message } = { path: [], message: '' }] = result.error.issues;
  throw new ApiError(422, [path.join('.'), message].filter(Boolean).join(': '));
}
