import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { pollFor{{noun.types}} } from './poll-for-{{noun.folders}}';

export class {{type}}Trigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: '{{name}} Trigger',
    name: '{{key}}Trigger',
    icon: { light: 'file:../../icons/{{service}}.light.svg', dark: 'file:../../icons/{{service}}.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'New {{noun.many}}',
    description: 'Asks {{name}} for new {{noun.many}}, and starts the workflow when there are some',
    eventTriggerDescription: '',
    activationMessage: 'Your workflow now asks {{name}} for new {{noun.many}} at each poll.',
    defaults: { name: '{{name}} Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: '{{key}}Api', required: true }],
    properties: [],
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await pollFor{{noun.types}}(this);
  }
}
