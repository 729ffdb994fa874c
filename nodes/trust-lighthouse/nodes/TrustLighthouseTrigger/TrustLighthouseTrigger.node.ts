import { webhookTrigger } from '@signalbox/http-core/webhook';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkWriteOnly, createWriteOnly, removeWriteOnly } from '../write-only-subscription/lifecycle';
import { receiverFor } from './receiver-for';
import { assertRegistrable, taggedFileEvents } from './tagged-file-events';
import { triggerFields } from './trigger-fields';

const trigger = webhookTrigger({
  path: 'trust-tagged-file',
  lifecycle: {
    async checkExists() {
      return await checkWriteOnly(this, taggedFileEvents);
    },
    async create() {
      await assertRegistrable(this);
      return await createWriteOnly(this, taggedFileEvents);
    },
    async delete() {
      return await removeWriteOnly(this, taggedFileEvents);
    },
  },
  receiver: receiverFor,
});

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
    webhooks: trigger.webhooks,
    properties: triggerFields,
  };

  webhookMethods = trigger.webhookMethods;

  webhook = trigger.webhook;
}
