import { nodeProperties, operationSubtitle, runOperations } from '@signalbox/http-core/operation';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { dataWorld } from '../api/data-world';
import { operations } from './operations';

const resources = [{ name: 'Sentry', value: 'sentry' }];

export class DataWorldSentry implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'data.world Sentry',
    name: 'dataWorldSentry',
    icon: { light: 'file:../../icons/sentry.light.svg', dark: 'file:../../icons/sentry.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: operationSubtitle(resources, operations),
    description: 'Report runs, states, freshness and counts to data.world Sentries, which drive Hoot badges',
    defaults: { name: 'data.world Sentry' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'dataWorldSentryApi', required: true }],
    properties: nodeProperties(resources, operations, dataWorld),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, dataWorld, operations);
  }
}
