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
  /** Static data of the node before the first call. */
  staticData?: IDataObject;
  /** Base URL of n8n's webhooks, ending in `/webhook`, without a trailing slash. */
  webhookBaseUrl?: string;
  /** The part of the URL that is unique to this node. */
  webhookId?: string;
}

export interface HookOptions extends TriggerOptions {
  activation?: WorkflowActivateMode;
  /** `manual` registers the test webhook of the editor. */
  mode?: Extract<WorkflowExecuteMode, 'trigger' | 'manual'>;
  /** Name of the entry in the node's `webhooks`. */
  webhookName?: string;
}

export interface TriggerHooks {
  /** URL that the node registers with the service. */
  readonly webhookUrl: string;
  /** Static data of the node, updated after every call, even a failed one. */
  readonly staticData: IDataObject;
  readonly logs: readonly LogLine[];
  checkExists(): Promise<boolean>;
  create(): Promise<boolean>;
  delete(): Promise<boolean>;
}

/**
 * Calls the webhook methods of a trigger as n8n does. Each call gets a new workflow with the static data of the previous one, as after a
 * restart. A call rejects with the error that the node throws.
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
      // n8n loads a workflow as inactive to listen for a test event, and as active to publish or unpublish it.
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
    // n8n uses this mode for every removal, including the end of listening for a test event.
    await call(
      method === 'delete' ? ['internal', 'update'] : [mode, activation],
      async (context, { node, types }) => {
        const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
        const run = nodeType.webhookMethods?.[webhookName as 'default']?.[method];
        // n8n treats a missing method as `false`.
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

/** The URL that n8n gives to a webhook of this node. */
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

/** Static data of a node as plain JSON, as n8n stores it. */
export function keptStaticData(workflow: Workflow, nodeName: string): IDataObject {
  const kept = workflow.getStaticData('node', workflow.getNode(nodeName)!);
  return JSON.parse(JSON.stringify(kept)) as IDataObject;
}
