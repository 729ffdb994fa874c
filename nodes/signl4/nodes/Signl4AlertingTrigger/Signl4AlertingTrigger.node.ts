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

import { searchTeams } from '../api/lists';
import { eventOptions } from './event-kinds';
import { receiver } from './receiver';
import { subscriptionOf, subscriptionToCreate } from './subscription';
import { triggerFields } from './trigger-fields';

export class Signl4AlertingTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'SIGNL4 Alerting Trigger',
    name: 'signl4AlertingTrigger',
    icon: { light: 'file:../../icons/signl4.light.svg', dark: 'file:../../icons/signl4.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: eventsSubtitle(eventOptions),
    description:
      'Starts the workflow on SIGNL4 events, such as an acknowledged alert or someone going on duty',
    eventTriggerDescription: 'Waiting for SIGNL4 to send an event',
    activationMessage: 'Your workflow now runs whenever SIGNL4 sends one of the chosen events.',
    defaults: { name: 'SIGNL4 Alerting Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'signl4AlertingApi', required: true }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        path: 'signl4',
        responseMode: 'onReceived',
        // Makes n8n send our JSON instead of its default text.
        responseData: '',
      },
    ],
    properties: triggerFields,
  };

  methods = { listSearch: { searchTeams } };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await checkExists(this, await subscriptionOf(this));
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await create(this, await subscriptionToCreate(this));
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await remove(this, await subscriptionOf(this));
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this, receiver);
  }
}
