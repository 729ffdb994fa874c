import { eventsSubtitle } from '@signalbox/http-core/operation';
import { checkExists, create, receive, remove } from '@signalbox/http-core/webhook';
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  IHookFunctions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';

import { eventOptions } from './event-kinds';
import { receiver } from './receiver';
import { subscription } from './subscription';
import { triggerFields } from './trigger-fields';

export class DataWorldTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'data.world Trigger',
    name: 'dataWorldTrigger',
    icon: { light: 'file:../../icons/sentry.light.svg', dark: 'file:../../icons/sentry.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: eventsSubtitle(eventOptions),
    description:
      'Starts the workflow on events in the data.world catalog, such as an updated file, a failed sync or a request for access',
    eventTriggerDescription: 'Waiting for data.world to send an event',
    activationMessage: 'Your workflow now runs whenever data.world sends one of the chosen events.',
    defaults: { name: 'data.world Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'dataWorldSentryApi', required: true }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        path: 'data-world',
        responseMode: 'onReceived',
        // Without this, n8n responds with its own text instead of our JSON.
        responseData: '',
      },
    ],
    properties: triggerFields,
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await checkExists(this, subscription);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await create(this, subscription);
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await remove(this, subscription);
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this, receiver);
  }
}
