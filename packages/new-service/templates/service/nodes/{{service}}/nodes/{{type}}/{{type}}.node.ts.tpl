import { nodeProperties, operationSubtitle, runOperations } from '@signalbox/http-core/operation';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { {{key}} } from '../api/{{service}}';
import { operations } from './operations';

const resources = [{ name: '{{noun.label}}', value: '{{noun.key}}' }];

export class {{type}} implements INodeType {
  description: INodeTypeDescription = {
    displayName: '{{name}}',
    name: '{{key}}',
    icon: { light: 'file:../../icons/{{service}}.light.svg', dark: 'file:../../icons/{{service}}.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: operationSubtitle(resources, operations),
    description: 'Create and read {{noun.many}} of {{name}}',
    defaults: { name: '{{name}}' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: '{{key}}Api', required: true }],
    properties: nodeProperties(resources, operations),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, {{key}}, operations);
  }
}
