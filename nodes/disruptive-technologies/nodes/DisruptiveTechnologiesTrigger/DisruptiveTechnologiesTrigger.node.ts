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

import { EVENT_TYPES } from '../api/event-types';
import { getDevices, searchProjects } from '../api/lists';
import { receiver } from './receiver';
import { registrationFor } from './registration-for';
import { triggerFields } from './trigger-fields';

export class DisruptiveTechnologiesTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Disruptive Technologies Trigger',
    name: 'disruptiveTechnologiesTrigger',
    icon: {
      light: 'file:../../icons/disruptive-technologies.light.svg',
      dark: 'file:../../icons/disruptive-technologies.dark.svg',
    },
    group: ['trigger'],
    version: 1,
    subtitle: eventsSubtitle(EVENT_TYPES, 'All events'),
    description:
      'Starts the workflow when a sensor reports an event, such as a temperature, a touch or an opened door',
    eventTriggerDescription: 'Waiting for a sensor to report an event',
    activationMessage:
      'Your workflow now runs whenever a sensor of the project reports one of the chosen events.',
    defaults: { name: 'Disruptive Technologies Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'disruptiveTechnologiesApi', required: true }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        path: 'disruptive-technologies',
        responseMode: '={{$parameter["acknowledge"]}}',
        // Empty body: otherwise n8n would send the output of the last node to Disruptive Technologies.
        responseData: 'noData',
      },
    ],
    properties: triggerFields,
  };

  methods = { listSearch: { searchProjects }, loadOptions: { getDevices } };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await checkExists(this, (await registrationFor(this, 'checkExists')).subscription);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        const { subscription, registered } = await registrationFor(this, 'create');
        await create(this, subscription);
        await registered();
        return true;
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await remove(this, (await registrationFor(this, 'delete')).subscription);
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this, receiver);
  }
}
