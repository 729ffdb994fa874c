import { eventsSubtitle } from '@signalbox/http-core/operation';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { eventOptions } from './event-kinds';
import { triggerFields } from './trigger-fields';
import { watchSentries } from './watch-sentries';

export class DataWorldSentryTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'data.world Sentry Trigger',
    name: 'dataWorldSentryTrigger',
    icon: { light: 'file:../../icons/sentry.light.svg', dark: 'file:../../icons/sentry.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: eventsSubtitle(eventOptions),
    description:
      'Starts the workflow when a data.world Sentry changes its state, its message or the freshness of its data',
    defaults: { name: 'data.world Sentry Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'dataWorldSentryApi', required: true }],
    properties: triggerFields,
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await watchSentries(this);
  }
}
