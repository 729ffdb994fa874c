import { nodeProperties, operationSubtitle, runOperations } from '@signalbox/http-core/operation';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { getCategories, getTeams, searchAlerts, searchUsers } from '../api/lists';
import { signl4 } from '../api/signl4';
import { operations } from './operations';

const resources = [{ name: 'Alert', value: 'alert' }];

export class Signl4Alerting implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'SIGNL4 Alerting',
    name: 'signl4Alerting',
    icon: { light: 'file:../../icons/signl4.light.svg', dark: 'file:../../icons/signl4.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: operationSubtitle(resources, operations),
    description:
      'Alert the people on duty with SIGNL4, and read, acknowledge, annotate and close alerts through its API, which the built-in SIGNL4 node does not use',
    defaults: { name: 'SIGNL4 Alerting' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'signl4AlertingApi', required: true }],
    properties: nodeProperties(resources, operations),
  };

  methods = { listSearch: { searchAlerts, searchUsers }, loadOptions: { getTeams, getCategories } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, signl4, operations);
  }
}
