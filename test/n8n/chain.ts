import { randomUUID } from 'node:crypto';
import type { WorkflowContent, WorkflowNode } from '@signalbox/playground';

/** A node of a chain: what is left out is filled in. */
export type ChainNode = Pick<WorkflowNode, 'name' | 'type'> & Partial<WorkflowNode>;

/** A workflow in which each node follows the one before. */
export function chain(name: string, nodes: readonly ChainNode[]): WorkflowContent {
  const connections = Object.fromEntries(
    nodes
      .slice(1)
      .map((node, index) => [nodes[index]!.name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]),
  );
  return {
    name,
    nodes: nodes.map((node, index) => ({
      id: randomUUID(),
      typeVersion: 1,
      position: [index * 220, 0],
      parameters: {},
      ...node,
    })),
    connections,
    settings: { executionOrder: 'v1' },
  };
}
