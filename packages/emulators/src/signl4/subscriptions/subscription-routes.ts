import type { FastifyInstance } from 'fastify';
import { seed } from '../seed';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { teamInfo } from '../views';

/** The one subscription that an API key belongs to. */
export function subscriptionRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, options } = service;
  /** SubscriptionInfo */
  const info = () => ({
    id: seed.subscriptionId,
    name: seed.subscriptionName,
    ownerId: seed.users.anna.id,
    planCode: options.plan,
    planState: 1,
    status: 1,
    referralEnabled: false,
    branchId: null,
    country: 'DE',
    currency: 'EUR',
    externalAccountId: null,
    nextBilling: null,
  });
  const mustBeOwn = (id: string) => {
    if (id.toLowerCase() !== seed.subscriptionId) {
      throw new ServiceError(
        404,
        'Error reading subscription.',
        `A subscription with ID ${id} was not found.`,
      );
    }
  };

  app.get('/subscriptions', (_request, reply) => reply.send([info()]));
  app.get<{ Params: { id: string } }>('/subscriptions/:id', (request, reply) => {
    mustBeOwn(request.params.id);
    return reply.send(info());
  });
  app.get<{ Params: { id: string } }>('/subscriptions/:id/teams', (request, reply) => {
    mustBeOwn(request.params.id);
    return reply.send([...context.state.teams.values()].map(teamInfo));
  });
  app.get<{ Params: { id: string } }>('/subscriptions/:id/features', (request, reply) => {
    mustBeOwn(request.params.id);
    return reply.send([]);
  });
}
