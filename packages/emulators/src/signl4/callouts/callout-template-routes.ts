import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { enumField } from '../http/enum-field';
import { optionalBoolean, optionalId, optionalText, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import type { CalloutTemplate } from './callout-template';

const orNull = <T>(value: T | undefined): T | null => value ?? null;
const Template = z.object({
  name: requiredText,
  subject: optionalText.transform(orNull),
  text: optionalText.transform(orNull),
  location: optionalText.transform(orNull),
  externalId: optionalText.transform(orNull),
  categoryId: optionalId.transform(orNull),
  targetAllTeams: optionalBoolean,
  targetTeamId: optionalId.transform(orNull),
  workflowType: enumField({
    AsConfiguredInTeam: 0,
    TeamBroadcast: 2,
    MultiAcknowledge: 4,
    MultiAcknowledgeEmergency: 5,
  }).default(0),
});

type TemplatePath = { Params: { templateId: string } };

/** Templates of alerts that people raise in the app. Saving one responds with all of them. */
export function calloutTemplateRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const all = () => [...context.state.calloutTemplates.values()];
  const find = (templateId: string): CalloutTemplate => {
    const template = context.state.calloutTemplates.get(templateId.toLowerCase());
    if (template) return template;
    throw new ServiceError(404, 'Error reading template.', `A template with ID ${templateId} was not found.`);
  };

  app.get('/callouts/templates', (_request, reply) => reply.send(all()));

  app.post('/callouts/templates', (request, reply) => {
    const body = jsonBody(request, Template, context.settings.requireJsonContentType);
    const template = { id: randomUUID(), ...body };
    context.state.calloutTemplates.set(template.id, template);
    return reply.send(all());
  });

  app.put<TemplatePath>('/callouts/templates/:templateId', { config: { no404: true } }, (request, reply) => {
    const template = find(request.params.templateId);
    Object.assign(template, jsonBody(request, Template, context.settings.requireJsonContentType));
    return reply.send(all());
  });

  app.delete<TemplatePath>(
    '/callouts/templates/:templateId',
    { config: { no404: true } },
    (request, reply) => {
      context.state.calloutTemplates.delete(find(request.params.templateId).id);
      return reply.code(204).send();
    },
  );
}
