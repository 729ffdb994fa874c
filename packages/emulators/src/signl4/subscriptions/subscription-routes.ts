import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { requiredText } from '../http/fields';
import { jsonBody } from '../http/json-body';
import { seed } from '../seed';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { teamInfo } from '../views';

type SubscriptionPath = { Params: { subscriptionId: string } };

/** The one subscription that an API key belongs to. */
export function subscriptionRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context, options } = service;
  /** SubscriptionInfo */
  const info = () => ({
    id: seed.subscriptionId,
    name: context.state.subscription.name,
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
  /** UserLicenseInfo */
  const licenses = (currentUsers: number) => ({
    currentUsers,
    licensedUsers: 25,
    isFree: options.plan === 'free',
    isTrial: false,
    planCode: options.plan,
  });
  const reads: Record<string, () => unknown> = {
    '': info,
    '/teams': () => [...context.state.teams.values()].map(teamInfo),
    '/features': () => [
      { name: 'DutyScheduling', type: 0, value: 'true' },
      { name: 'RemoteActions', type: 0, value: 'true' },
    ],
    '/channelPrices': () => ({ sms: 10, voicePerMinute: 25 }),
    '/userLicenses': () => licenses(context.state.users.size),
    '/inboundVoiceNumberLicenses': () => licenses(0),
  };

  app.get('/subscriptions', (_request, reply) => reply.send([info()]));
  for (const [path, read] of Object.entries(reads)) {
    app.get<SubscriptionPath>(`/subscriptions/:subscriptionId${path}`, (request, reply) => {
      mustBeOwnSubscription(request.params.subscriptionId);
      return reply.send(read());
    });
  }

  app.put<SubscriptionPath>('/subscriptions/:subscriptionId/profile', (request, reply) => {
    mustBeOwnSubscription(request.params.subscriptionId);
    const profile = z.object({ name: requiredText });
    const { name } = jsonBody(request, profile, context.settings.requireJsonContentType);
    context.state.subscription.name = name;
    return reply.send(info());
  });
}

/** @throws ServiceError 404 for another subscription than that of the API key */
export function mustBeOwnSubscription(id: string): void {
  if (id.toLowerCase() === seed.subscriptionId) return;
  throw new ServiceError(404, 'Error reading subscription.', `A subscription with ID ${id} was not found.`);
}
