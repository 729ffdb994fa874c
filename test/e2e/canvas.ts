import type { Execution, Playground, Workflow } from '@signalbox/playground';
import { chain, type ChainNode } from '../n8n/chain';

const START = 'Start';
const NODE = 'Node';

/** A node with its type and parameters. */
type NodeOnCanvas = Pick<ChainNode, 'type' | 'parameters'> & Partial<ChainNode>;

/** The credentials that the playground has made, as a node refers to them, for a credential type. */
export async function credentialsFor(
  { client }: Playground,
  type: string,
): Promise<NonNullable<ChainNode['credentials']>> {
  const credential = (await client.listCredentials()).find((one) => one.type === type);
  if (!credential) throw new Error(`The playground has no credential of the type ${type}`);
  return { [type]: { id: credential.id, name: credential.name } };
}

/**
 * Puts a node behind a manual trigger, runs the workflow and gives the items of the node.
 *
 * @throws Error with what n8n says when the workflow fails
 */
export async function runOnCanvas(
  { client }: Playground,
  node: NodeOnCanvas,
  before: readonly ChainNode[] = [],
): Promise<Record<string, unknown>[]> {
  const start = { name: START, type: 'n8n-nodes-base.manualTrigger' };
  const { id } = await client.createWorkflow(
    chain('On the canvas', [start, ...before, { name: NODE, ...node }]),
  );
  const execution: Execution = await client.runWorkflow(id, START);
  if (execution.status !== 'success')
    throw new Error(`Ended with ${execution.status}: ${execution.errorMessage}`);
  return execution.itemsOf(NODE);
}

/** Creates a workflow that begins with a trigger, and activates it. */
export async function activateOnCanvas(
  { client }: Playground,
  name: string,
  nodes: readonly ChainNode[],
): Promise<Workflow> {
  const workflow = await client.createWorkflow(chain(name, nodes));
  await client.publish(workflow);
  return workflow;
}
