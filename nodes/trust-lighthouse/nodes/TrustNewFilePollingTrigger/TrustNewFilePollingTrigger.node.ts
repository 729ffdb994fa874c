import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { pollForFiles } from './poll-for-files';
import { pollFields } from './poll-fields';

export class TrustNewFilePollingTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Trust New File Polling Trigger',
    name: 'trustNewFilePollingTrigger',
    icon: { light: 'file:../../icons/trust.light.svg', dark: 'file:../../icons/trust.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle:
      '={{$parameter["specifyTags"] === "json" ? $parameter["tagsJson"] : ($parameter["tags"]["tag"] || []).map(({ name, value }) => name + ": " + value).join(", ")}}',
    description: 'Polls Trust Chronos for new files with certain tags',
    eventTriggerDescription: '',
    activationMessage: 'Your workflow now checks Chronos for new files at each poll.',
    defaults: { name: 'Trust New File Polling Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'trustApi', required: true }],
    properties: pollFields,
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await pollForFiles(this);
  }
}
