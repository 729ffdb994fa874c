import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Operation } from '@signalbox/http-core/operation';
import type { INodeTypeDescription } from 'n8n-workflow';
import { readNodePackage } from '../bundle/read-node-package';

/** A node of a package, loaded from its sources. */
export interface SourceNode {
  /** Folder of the node's sources. */
  dir: string;
  description: INodeTypeDescription;
  /** Operations of an action node, from `operations.ts` beside it; empty for a trigger. */
  operations: readonly Operation[];
}

/**
 * Loads the nodes of a package from their TypeScript sources. Needs a runtime that loads TypeScript (tsx, jest).
 *
 * @param packageDir folder of the node package
 */
export function readOperations(packageDir: string): SourceNode[] {
  const { dir: root, entries } = readNodePackage(packageDir);
  return entries
    .filter(({ kind }) => kind === 'node')
    .map(({ source, className }) => {
      const file = join(root, source);
      const dir = dirname(file);
      const NodeClass =
        load<Record<string, new () => { description: INodeTypeDescription }>>(file)[className];
      if (!NodeClass) throw new Error(`${source} exports no class ${className}`);
      const operationsFile = join(dir, 'operations.ts');
      const { operations } = existsSync(operationsFile)
        ? load<{ operations: readonly Operation[] }>(operationsFile)
        : { operations: [] };
      return { dir, description: new NodeClass().description, operations };
    });
}

function load<T>(file: string): T {
  return require(file) as T;
}
