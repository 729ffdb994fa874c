import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { optionalBoolean, optionalInt } from '../http/fields';
import { jsonBody } from '../http/json-body';
import type { Signl4Service } from '../service';
import { mustBeOwnSubscription } from './subscription-routes';

const Settings = z.object({
  topUpAmount: optionalInt.pipe(z.number().nonnegative()),
  topUpEnabled: optionalBoolean,
  topUpLimit: optionalInt.pipe(z.number().nonnegative()),
});

type SubscriptionPath = { Params: { subscriptionId: string } };

/** Credit for messages and calls, under `/prepaid` and again under the subscription. */
export function prepaidRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const reads = {
    balance: () => {
      const { balance, transactions } = context.state.subscription;
      return { balance, latestTopUp: transactions[0]?.created ?? null, pendingTransactions: false };
    },
    settings: () => context.state.subscription.prepaid,
    transactions: () => context.state.subscription.transactions,
  };
  const save = (request: FastifyRequest, reply: FastifyReply) => {
    const settings = jsonBody(request, Settings, context.settings.requireJsonContentType);
    context.state.subscription.prepaid = settings;
    return reply.send(settings);
  };

  for (const [name, read] of Object.entries(reads)) {
    app.get(`/prepaid/${name}`, (_request, reply) => reply.send(read()));
    const ofSubscription = `/subscriptions/:subscriptionId/prepaid${name[0]!.toUpperCase()}${name.slice(1)}`;
    app.get<SubscriptionPath>(ofSubscription, (request, reply) => {
      mustBeOwnSubscription(request.params.subscriptionId);
      return reply.send(read());
    });
  }

  app.put('/prepaid/settings', save);
  app.put<SubscriptionPath>('/prepaid/:subscriptionId/prepaidSettings', (request, reply) => {
    mustBeOwnSubscription(request.params.subscriptionId);
    return save(request, reply);
  });
}
