import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  IHookFunctions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';

import { checkWriteOnly, createWriteOnly, removeWriteOnly } from '../write-only-subscription/lifecycle';
import { receiveCallback } from './receive-callback';
import { assertRegistrable, taggedFileEvents } from './tagged-file-events';
import { triggerFields } from './trigger-fields';

export class TrustLighthouseTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Trust Lighthouse Trigger',
    name: 'trustLighthouseTrigger',
    icon: { light: 'file:../../icons/trust.light.svg', dark: 'file:../../icons/trust.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle:
      '={{$parameter["specifyTags"] === "json" ? $parameter["tagsJson"] : ($parameter["tags"]["tag"] || []).map(({ name, value }) => name + ": " + value).join(", ")}}',
    description: 'Starts the workflow when a file with certain tags is uploaded to Trust Chronos',
    eventTriggerDescription: 'Waiting for Trust to report a file',
    activationMessage: 'Your workflow now runs whenever a file with these tags is uploaded to Chronos.',
    defaults: { name: 'Trust Lighthouse Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'trustApi', required: true }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        path: 'trust-tagged-file',
        responseMode: 'onReceived',
        // Without this, n8n responds with its own text instead of our JSON.
        responseData: '',
      },
    ],
    properties: triggerFields,
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await checkWriteOnly(this, taggedFileEvents);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        await assertRegistrable(this);
        return await createWriteOnly(this, taggedFileEvents);
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await removeWriteOnly(this, taggedFileEvents);
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveCallback(this);
  }
}
