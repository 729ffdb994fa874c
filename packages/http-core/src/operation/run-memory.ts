import type { IExecuteFunctions } from 'n8n-workflow';

const runs = new WeakMap<object, Map<number, unknown>>();

/**
 * Outcomes of the earlier tries of this run of the node, by index of the item; undefined unless Retry On Fail is on.
 *
 * For each try n8n (seen in n8n-core 1.99, 1.122, 2.0 and 2.41) makes a new context around the same execute data. Each run of a node has
 * its own, in a loop as well, and the memory goes with it. A tool that an agent calls itself sees the execute data of the agent, which all its calls
 * share: such a call has no memory, and n8n does not repeat it.
 */
export function memoryOfRun<T>(ctx: IExecuteFunctions): Map<number, T> | undefined {
  const { id, retryOnFail } = ctx.getNode();
  if (!retryOnFail) return undefined;
  const run = ctx.getExecuteData();
  if (run.node.id !== id) return undefined;
  const memory = runs.get(run) ?? new Map<number, unknown>();
  runs.set(run, memory);
  return memory as Map<number, T>;
}
