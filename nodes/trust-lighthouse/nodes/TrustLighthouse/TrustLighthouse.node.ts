import { nodeProperties, operationSubtitle, runOperations } from '@signalbox/http-core/operation';
import type { Resource } from '@signalbox/http-core/operation';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listFiles } from '../api/lists';
import { trust } from '../api/trust';
import { operations } from './operations';

const resources: Resource[] = [
  { name: 'Event', value: 'event' },
  { name: 'File', value: 'file', isDefault: true },
  { name: 'Location Event', value: 'locationEvent' },
  { name: 'Tagged File Event', value: 'taggedFileEvent' },
  { name: 'Usage', value: 'usage' },
];

export class TrustLighthouse implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Trust Lighthouse',
    name: 'trustLighthouse',
    icon: { light: 'file:../../icons/trust.light.svg', dark: 'file:../../icons/trust.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: operationSubtitle(resources, operations),
    description: 'Register Trust Lighthouse events, and upload, find, tag and download files in Chronos',
    defaults: { name: 'Trust Lighthouse' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'trustApi', required: true }],
    properties: nodeProperties(resources, operations, trust),
  };

  methods = { listSearch: { listFiles } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, trust, operations);
  }
}
