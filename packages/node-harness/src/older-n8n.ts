// The harness is written for the newest n8n. This stands in for what n8n-workflow did not have in the oldest one that the
// packages are for, so that they can be run on that as well.
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

/** n8n once wrote these objects out where it needed them. */
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

/** An execution that begins with what is on the stack. */
export function startingWith(nodeExecutionStack: IExecuteData[]): IRunExecutionData {
  return (
    known.createRunExecutionData?.({ executionData: { nodeExecutionStack } }) ??
    runExecutionData(nodeExecutionStack)
  );
}

export const isExpression = (known.isExpression ??
  ((value: unknown) => typeof value === 'string' && value.startsWith('='))) as typeof workflow.isExpression;

/** Older credentials restrict no request of their own. */
export const getCredentialOwnRequestAllowedDomains =
  known.getCredentialOwnRequestAllowedDomains ?? (() => undefined);

/** Older nodes get their context as `this` alone. */
export const isNodeClassInstance = (known.isNodeClassInstance ??
  (() => false)) as typeof workflow.isNodeClassInstance;

export const resolveWebhookDescriptionField =
  known.resolveWebhookDescriptionField ?? (() => ({ resolved: false as const }));

type Isolate = Partial<Pick<Workflow['expression'], 'acquireIsolate' | 'releaseIsolate'>>;

/** Before there were isolates, expressions were evaluated without. */
export async function acquireIsolate({ expression }: Workflow): Promise<void> {
  await (expression as Isolate).acquireIsolate?.();
}

export async function releaseIsolate({ expression }: Workflow): Promise<void> {
  await (expression as Isolate).releaseIsolate?.();
}
