import { eventsSubtitle } from '@signalbox/http-core/operation';
import { lifecycleOf, webhookTrigger } from '@signalbox/http-core/webhook';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { eventOptions } from './event-options';
import { receiver } from './receiver';
import { subscription } from './subscription';

const trigger = webhookTrigger({ path: '{{service}}', lifecycle: lifecycleOf(subscription), receiver });

export class {{type}}Trigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: '{{name}} Trigger',
    name: '{{key}}Trigger',
    icon: { light: 'file:../../icons/{{service}}.light.svg', dark: 'file:../../icons/{{service}}.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: eventsSubtitle(eventOptions),
    description: 'Starts the workflow on events of {{name}}, such as a new {{noun.word}}',
    eventTriggerDescription: 'Waiting for {{name}} to send an event',
    activationMessage: 'Your workflow now runs whenever {{name}} sends one of the chosen events.',
    defaults: { name: '{{name}} Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: '{{key}}Api', required: true }],
    webhooks: trigger.webhooks,
    properties: [
      {
        displayName: 'Events',
        name: 'events',
        type: 'multiOptions',
        options: eventOptions,
        default: ['{{noun.key}}.created'],
        required: true,
        description: 'Events that start the workflow. {{name}} sends all events; the trigger ignores the others.',
      },
    ],
  };

  webhookMethods = trigger.webhookMethods;

  webhook = trigger.webhook;
}
