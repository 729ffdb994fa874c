import { nodeProperties, operationSubtitle, runOperations } from '@signalbox/http-core/operation';
import { resumeWebhooks } from '@signalbox/http-core/wait';
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';

import { getCategories, getTeams, getUsers, searchAlerts, searchTeams, searchUsers } from '../api/lists';
import { signl4 } from '../api/signl4';
import { SEND_AND_WAIT } from './alert/send-and-wait';
import { operations } from './operations';
import { receiveResponse } from './send-and-wait/receive-response';
import { waitForResponse } from './send-and-wait/wait-for-response';

const resources = [
  { name: 'Alert', value: 'alert' },
  { name: 'Duty', value: 'duty' },
  { name: 'Schedule', value: 'schedule' },
  { name: 'Team', value: 'team' },
  { name: 'User', value: 'user' },
];

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
    webhooks: resumeWebhooks,
    properties: nodeProperties(resources, operations),
  };

  methods = {
    listSearch: { searchAlerts, searchTeams, searchUsers },
    loadOptions: { getCategories, getTeams, getUsers },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    if (this.getNodeParameter('operation', 0) === SEND_AND_WAIT) return await waitForResponse(this);
    return await runOperations(this, signl4, operations);
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveResponse(this);
  }
}
