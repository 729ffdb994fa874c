// The harness is written for the newest n8n. These are fallbacks for exports that n8n-workflow lacks in the oldest supported n8n.
import * as workflow from 'n8n-workflow';
import type { IExecuteData, IRunExecutionData, Workflow } from 'n8n-workflow';

type Newer =
  | 'createEmptyRunExecutionData'
  | 'createRunExecutionData'
  | 'getCredentialOwnRequestAllowedDomains'
  | 'isExpression'
  | 'isNodeClassInstance'
  | 'resolveWebhookDescriptionField';

const known = workflow as Partial<Pick<typeof workflow, Newer>>;

/** Older versions of n8n create these objects inline. */
function runExecutionData(nodeExecutionStack: IExecuteData[] = []): IRunExecutionData {
  return {
    startData: {},
    resultData: { runData: {} },
    executionData: {
      contextData: {},
      metadata: {},
      nodeExecutionStack,
      waitingExecution: {},
      waitingExecutionSource: {},
    },
  } as unknown as IRunExecutionData;
}

export const createEmptyRunExecutionData = known.createEmptyRunExecutionData ?? (() => runExecutionData());

/** Data of an execution that starts with the given stack. */
export function startingWith(nodeExecutionStack: IExecuteData[]): IRunExecutionData {
  return (
    known.createRunExecutionData?.({ executionData: { nodeExecutionStack } }) ??
    runExecutionData(nodeExecutionStack)
  );
}

export const isExpression = (known.isExpression ??
  ((value: unknown) => typeof value === 'string' && value.startsWith('='))) as typeof workflow.isExpression;

/** Older credentials do not restrict their own requests. */
export const getCredentialOwnRequestAllowedDomains =
  known.getCredentialOwnRequestAllowedDomains ?? (() => undefined);

/** Older nodes get their context only as `this`. */
export const isNodeClassInstance = (known.isNodeClassInstance ??
  (() => false)) as typeof workflow.isNodeClassInstance;

export const resolveWebhookDescriptionField =
  known.resolveWebhookDescriptionField ?? (() => ({ resolved: false as const }));

type Isolate = Partial<Pick<Workflow['expression'], 'acquireIsolate' | 'releaseIsolate'>>;

/** Older versions of n8n evaluate expressions without isolates. */
export async function acquireIsolate({ expression }: Workflow): Promise<void> {
  await (expression as Isolate).acquireIsolate?.();
}

export async function releaseIsolate({ expression }: Workflow): Promise<void> {
  await (expression as Isolate).releaseIsolate?.();
}
