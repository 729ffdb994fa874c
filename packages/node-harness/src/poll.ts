import { randomUUID } from 'node:crypto';
import {
  UserError,
  type IDataObject,
  type INodeExecutionData,
  type WorkflowActivateMode,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { buildWorkflow } from './build-workflow';
import { captureLogs, type LogLine } from './capture-logs';
import { PollContext } from './n8n-core';
import { acquireIsolate, releaseIsolate } from './older-n8n';
import { baseUrl, keptStaticData, type TriggerOptions } from './trigger-hooks';

export interface PollOptions extends TriggerOptions {
  /** `manual` is the editor's "Fetch Test Event". */
  mode?: 'trigger' | 'manual';
  activation?: WorkflowActivateMode;
  /** The node's id, which stays the same when the node is renamed. */
  nodeId?: string;
  /** What n8n kept for the whole workflow from before; replaces `staticData`. */
  workflowData?: IDataObject;
  /** How long n8n gives one poll, in milliseconds. */
  budgetMs?: number;
}

export interface PollResult {
  /** What the workflow is started with; `null` starts nothing. */
  items: INodeExecutionData[][] | null;
  /** What the poll threw, if it did. */
  error: unknown;
  /** What n8n keeps for this node; as before where the poll failed. */
  staticData: IDataObject;
  /** The same for the whole workflow. */
  workflowData: IDataObject;
  logs: LogLine[];
}

/** Polls once, as n8n's scheduler does. */
export async function poll(options: PollOptions): Promise<PollResult> {
  const { mode = 'trigger', activation = mode === 'manual' ? 'manual' : 'activate', budgetMs } = options;
  return await captureLogs(async (logs) => {
    const { workflow, node, types, credentials } = buildWorkflow(options, { ...options });
    const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
    if (!nodeType.poll) throw new UserError(`"${options.nodeType}" does not poll`);
    const data = additionalData({ credentials, logs, executionId: randomUUID(), ...baseUrl(options) });
    const context = new PollContext(workflow, node, data, mode, activation);
    if (budgetMs !== undefined) Object.assign(context, { getPollBudgetMs: () => budgetMs });
    await acquireIsolate(workflow);
    try {
      const items = await nodeType.poll.call(context);
      const staticData = keptStaticData(workflow, node.name);
      const workflowData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
      return { items, error: undefined, staticData, workflowData, logs };
    } catch (error) {
      const { staticData = {}, workflowData = {} } = structuredClone({
        staticData: options.staticData,
        workflowData: options.workflowData,
      });
      return { items: null, error, staticData, workflowData, logs };
    } finally {
      await releaseIsolate(workflow);
    }
  });
}
