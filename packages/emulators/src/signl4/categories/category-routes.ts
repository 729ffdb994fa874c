import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { SubscriptionStatus } from '../enums';
import type { Category } from '../model';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { dateOfMs } from '../ticks';
import { categoryInfo } from '../views';
import { enumField } from '../http/enum-field';
import { optionalBoolean, optionalInt, optionalText, requiredId, requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { queryValues } from '../http/query-values';

const named = z.object({
  id: optionalText.transform((id) => id ?? randomUUID()),
  name: optionalText.transform((name) => name ?? null),
  value: optionalText.transform((value) => value ?? null),
});
const augmentation = named.extend({
  enabled: optionalBoolean,
  type: enumField({ Parameter: 0, Subject: 1, Text: 2, Location: 3 }),
});
const enrichment = named.extend({ type: enumField({ Parameter: 0, Hyperlink: 1 }) });
/** A sample of the schema has objects here, though its type is a text. */
const keyword = z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]);
const orNone = <T>(items: T[] | null | undefined): T[] => items ?? [];
const CategoryBody = z.object({
  name: requiredText,
  color: requiredText,
  imageName: requiredText,
  keywordMatching: enumField({ Any: 0, All: 1 }),
  keywords: z.array(keyword),
  keywordsExcluded: z.array(keyword).nullish().transform(orNone),
  isDefault: optionalBoolean,
  options: optionalInt,
  order: optionalInt,
  augmentations: z.array(augmentation).nullish().transform(orNone),
  enrichments: z.array(enrichment).nullish().transform(orNone),
});
const Subscriptions = z.array(z.object({ userId: requiredId, status: enumField(SubscriptionStatus) }));

/** CategoryInfoOptions.DenyDelete */
const DENY_DELETE = 2;

/** Values of a category's `imageName`. The names are made up: the real ones are not documented. */
const CATEGORY_IMAGES = ['alert.svg', 'building.svg', 'fire.svg', 'machine.svg', 'snow.svg', 'water.svg'];

type TeamPath = { Params: { teamId: string } };
type CategoryPath = { Params: { teamId: string; categoryId: string } };

/** Categories of teams. */
export function categoryRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const { requireJsonContentType } = context.settings;
  const ofTeam = (teamId: string): Category[] => {
    const id = teamId.toLowerCase();
    if (!context.state.teams.has(id)) {
      throw new ServiceError(404, 'Error reading team.', `A team with ID ${teamId} was not found.`);
    }
    return [...context.state.categories.values()].filter((category) => category.teamId === id);
  };
  const find = ({ teamId, categoryId }: CategoryPath['Params']): Category => {
    const category = ofTeam(teamId).find(({ id }) => id === categoryId.toLowerCase());
    if (!category) {
      throw new ServiceError(
        404,
        'Error reading category.',
        `A category with ID ${categoryId} was not found.`,
      );
    }
    return category;
  };
  const metrics = (category: Category) => {
    const alerts = [...context.state.alerts.values()].filter(({ categoryId }) => categoryId === category.id);
    const since = dateOfMs(context.clock.now() - 24 * 3_600_000);
    return {
      categoryId: category.id,
      last24h: alerts.filter(({ created }) => created >= since).length,
      lastAlert: alerts.at(-1)?.created ?? null,
      subscriberCount: subscriptions(category).filter(({ status }) => status === 0).length,
    };
  };
  const subscriptions = (category: Category) =>
    context.state.teams.get(category.teamId)!.memberIds.map((userId) => ({
      userId,
      status: context.state.categorySubscriptions.get(`${category.id}/${userId}`) ?? 0,
    }));

  app.get('/categories', (request, reply) => {
    const asked = queryValues(request, 'teamId');
    const data = [];
    const errors = [];
    for (const teamId of asked.length > 0 ? asked : context.state.teams.keys()) {
      if (context.state.teams.has(teamId.toLowerCase())) data.push(...ofTeam(teamId).map(categoryInfo));
      else errors.push({ teamId, errorCode: 404, errorDescription: 'The team was not found.' });
    }
    return reply.code(207).send({ data, errors });
  });

  app.get('/categories/images', (_request, reply) => reply.send(CATEGORY_IMAGES));

  app.get<TeamPath>('/categories/:teamId', (request, reply) =>
    reply.send(ofTeam(request.params.teamId).map(categoryInfo)),
  );

  app.post<TeamPath>('/categories/:teamId', (request, reply) => {
    ofTeam(request.params.teamId);
    const body = jsonBody(request, CategoryBody, requireJsonContentType);
    const category: Category = { id: randomUUID(), teamId: request.params.teamId.toLowerCase(), ...body };
    context.state.categories.set(category.id, category);
    return reply.code(201).send(categoryInfo(category));
  });

  app.get<TeamPath>('/categories/:teamId/metrics', (request, reply) =>
    reply.send(ofTeam(request.params.teamId).map(metrics)),
  );

  app.get<CategoryPath>('/categories/:teamId/:categoryId', (request, reply) =>
    reply.send(categoryInfo(find(request.params))),
  );

  app.put<CategoryPath>('/categories/:teamId/:categoryId', (request, reply) => {
    const category = find(request.params);
    Object.assign(category, jsonBody(request, CategoryBody, requireJsonContentType));
    return reply.send(categoryInfo(category));
  });

  app.delete<CategoryPath>('/categories/:teamId/:categoryId', (request, reply) => {
    const category = find(request.params);
    if (category.isDefault || (category.options & DENY_DELETE) !== 0) {
      throw new ServiceError(400, 'Error deleting category.', 'This category cannot be deleted.');
    }
    context.state.categories.delete(category.id);
    return reply.code(204).send();
  });

  app.get<CategoryPath>('/categories/:teamId/:categoryId/metrics', (request, reply) =>
    reply.send(metrics(find(request.params))),
  );

  app.get<CategoryPath>('/categories/:teamId/:categoryId/subscriptions', (request, reply) =>
    reply.send(subscriptions(find(request.params))),
  );

  app.post<CategoryPath>('/categories/:teamId/:categoryId/subscriptions', (request, reply) => {
    const category = find(request.params);
    for (const { userId, status } of jsonBody(request, Subscriptions, requireJsonContentType)) {
      context.state.categorySubscriptions.set(`${category.id}/${userId}`, status);
    }
    return reply.send(subscriptions(category));
  });
}
