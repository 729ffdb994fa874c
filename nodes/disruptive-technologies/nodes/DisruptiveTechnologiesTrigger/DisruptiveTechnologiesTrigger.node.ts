import { eventsSubtitle } from '@signalbox/http-core/operation';
import { lifecycleOf, webhookTrigger } from '@signalbox/http-core/webhook';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { EVENT_TYPES } from '../api/event-types';
import { getDevices, searchProjects } from '../api/lists';
import { receiver } from './receiver';
import { subscriptionFor } from './subscription-for';
import { triggerFields } from './trigger-fields';

const trigger = webhookTrigger({
  path: 'disruptive-technologies',
  lifecycle: lifecycleOf(subscriptionFor),
  receiver,
  responseModeParameter: 'acknowledge',
});

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
    webhooks: trigger.webhooks,
    properties: triggerFields,
  };

  methods = { listSearch: { searchProjects }, loadOptions: { getDevices } };

  webhookMethods = trigger.webhookMethods;

  webhook = trigger.webhook;
}
