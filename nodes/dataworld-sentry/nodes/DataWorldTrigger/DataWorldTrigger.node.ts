import { eventsSubtitle } from '@signalbox/http-core/operation';
import { lifecycleOf, webhookTrigger } from '@signalbox/http-core/webhook';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { eventOptions } from './event-kinds';
import { receiver } from './receiver';
import { subscription } from './subscription';
import { triggerFields } from './trigger-fields';

const trigger = webhookTrigger({ path: 'data-world', lifecycle: lifecycleOf(subscription), receiver });

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
    webhooks: trigger.webhooks,
    properties: triggerFields,
  };

  webhookMethods = trigger.webhookMethods;

  webhook = trigger.webhook;
}
