import { eventsSubtitle } from '@signalbox/http-core/operation';
import { lifecycleOf, webhookTrigger } from '@signalbox/http-core/webhook';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { searchTeams } from '../api/lists';
import { eventOptions } from './event-kinds';
import { receiver } from './receiver';
import { subscriptionFor } from './subscription';
import { triggerFields } from './trigger-fields';

const trigger = webhookTrigger({ path: 'signl4', lifecycle: lifecycleOf(subscriptionFor), receiver });

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
    webhooks: trigger.webhooks,
    properties: triggerFields,
  };

  methods = { listSearch: { searchTeams } };

  webhookMethods = trigger.webhookMethods;

  webhook = trigger.webhook;
}
