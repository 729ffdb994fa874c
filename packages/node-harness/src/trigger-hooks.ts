import { randomUUID } from 'node:crypto';
import {
  UserError,
  type IDataObject,
  type IWebhookData,
  type Workflow,
  type WorkflowActivateMode,
  type WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { buildWorkflow } from './build-workflow';
import { captureLogs, type LogLine } from './capture-logs';
import { HookContext } from './n8n-core';
import type { NodeUnderTest } from './node-under-test';
import { acquireIsolate, releaseIsolate } from './older-n8n';

export interface TriggerOptions extends NodeUnderTest {
  /** What n8n kept for this node from before. */
  staticData?: IDataObject;
  /** Address below which n8n's webhooks lie, ending in `/webhook`, without a slash at the end. */
  webhookBaseUrl?: string;
  /** The part of the address that is unique to this node. */
  webhookId?: string;
}

export interface HookOptions extends TriggerOptions {
  activation?: WorkflowActivateMode;
  /** `manual` makes it the test webhook of the editor. */
  mode?: Extract<WorkflowExecuteMode, 'trigger' | 'manual'>;
  /** Name of the entry in the node's `webhooks`. */
  webhookName?: string;
}

export interface TriggerHooks {
  /** The address that the node hands to the service. */
  readonly webhookUrl: string;
  /** What n8n keeps for this node: updated after every call, also after a failed one. */
  readonly staticData: IDataObject;
  readonly logs: readonly LogLine[];
  checkExists(): Promise<boolean>;
  create(): Promise<boolean>;
  delete(): Promise<boolean>;
}

/**
 * The life of a webhook subscription, as n8n calls it: each call gets a new workflow with the static data that the call
 * before has left, as after a restart. Calls reject with what the node throws.
 */
export function triggerHooks(options: HookOptions): TriggerHooks {
  const { mode = 'trigger', webhookName = 'default' } = options;
  const isTest = mode === 'manual';
  const activation = options.activation ?? (isTest ? 'manual' : 'activate');
  const webhookId = options.webhookId ?? randomUUID();
  let staticData = structuredClone(options.staticData ?? {});
  const allLogs: LogLine[] = [];

  const call = async <T>(
    [mode, activation]: [WorkflowExecuteMode, WorkflowActivateMode],
    use: (context: InstanceType<typeof HookContext>, built: Built) => T,
  ) =>
    await captureLogs(async (logs) => {
      const built = buildWorkflow(options, { staticData, webhookId });
      const { workflow, node, types, credentials } = built;
      // n8n loads what listens for a test event as inactive, and what it publishes or removes as active.
      workflow.active = !isTest;
      const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
      const description = nodeType.description.webhooks?.find(({ name }) => name === webhookName);
      if (!description) throw new UserError(`"${options.nodeType}" has no webhook "${webhookName}"`);
      const data = additionalData({ credentials, logs, executionId: randomUUID(), ...baseUrl(options) });
      const webhook: IWebhookData = {
        httpMethod: 'POST',
        node: node.name,
        path: '',
        webhookDescription: description,
        workflowId: workflow.id,
        workflowExecuteAdditionalData: data,
        isTest,
      };
      await acquireIsolate(workflow);
      try {
        return await use(new HookContext(workflow, node, data, mode, activation, webhook), built);
      } finally {
        staticData = keptStaticData(workflow, node.name);
        allLogs.push(...logs);
        await releaseIsolate(workflow);
      }
    });

  const hook = (method: 'checkExists' | 'create' | 'delete') => async () =>
    // Of a removal n8n says no more than this, also when it stops to listen for a test event.
    await call(
      method === 'delete' ? ['internal', 'update'] : [mode, activation],
      async (context, { node, types }) => {
        const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
        const run = nodeType.webhookMethods?.[webhookName as 'default']?.[method];
        // n8n takes a missing method for a no.
        return run ? await run.call(context) : false;
      },
    );

  return {
    webhookUrl: webhookUrl(options, webhookId, webhookName, isTest),
    get staticData() {
      return staticData;
    },
    logs: allLogs,
    checkExists: hook('checkExists'),
    create: hook('create'),
    delete: hook('delete'),
  };
}

type Built = ReturnType<typeof buildWorkflow>;

/** The address that n8n gives to a webhook of this node. */
function webhookUrl(options: TriggerOptions, webhookId: string, name: string, isTest: boolean): string {
  const { workflow, node, credentials } = buildWorkflow(options, { webhookId });
  const data = additionalData({ credentials, logs: [], executionId: randomUUID(), ...baseUrl(options) });
  const webhook = { isTest } as IWebhookData;
  const context = new HookContext(workflow, node, data, 'trigger', 'activate', webhook);
  const url = context.getNodeWebhookUrl(name as 'default');
  if (url === undefined) throw new UserError(`"${options.nodeType}" has no webhook "${name}"`);
  return url;
}

export function baseUrl({ webhookBaseUrl }: TriggerOptions): { webhookBaseUrl?: string } {
  return webhookBaseUrl === undefined ? {} : { webhookBaseUrl };
}

/** What n8n would write to its database: plain JSON. */
export function keptStaticData(workflow: Workflow, nodeName: string): IDataObject {
  const kept = workflow.getStaticData('node', workflow.getNode(nodeName)!);
  return JSON.parse(JSON.stringify(kept)) as IDataObject;
}
