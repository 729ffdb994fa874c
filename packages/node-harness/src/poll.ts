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
  /** `manual` corresponds to "Fetch Test Event" in the editor. */
  mode?: 'trigger' | 'manual';
  activation?: WorkflowActivateMode;
  /** Id of the node, which renaming does not change. */
  nodeId?: string;
  /** Static data of the whole workflow before the poll; replaces `staticData`. */
  workflowData?: IDataObject;
  /** Time limit of a poll, in milliseconds. */
  budgetMs?: number;
}

export interface PollResult {
  /** Items that the workflow starts with; `null` if it does not start. */
  items: INodeExecutionData[][] | null;
  /** The error that the poll threw, if any. */
  error: unknown;
  /** Static data of the node after the poll; unchanged if the poll failed. */
  staticData: IDataObject;
  /** Static data of the whole workflow after the poll. */
  workflowData: IDataObject;
  logs: LogLine[];
}

/** Polls once, like n8n's scheduler. */
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
