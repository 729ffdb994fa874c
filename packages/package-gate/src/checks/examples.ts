import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod/v4';
import type { Check } from '../check';
import { knownNodeTypes } from '../known-node-types';
import { loadedNodes, type LoadedNode } from '../load-entries';
import { nodeOperations } from '../node-operations';

const WorkflowNode = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  typeVersion: z.number(),
  position: z.tuple([z.number(), z.number()]),
  parameters: z.looseObject({ resource: z.optional(z.string()), operation: z.optional(z.string()) }),
});

/** A workflow as n8n's editor imports it, or the part of one that was copied from the canvas. */
const Workflow = z.object({
  name: z.string(),
  nodes: z.array(WorkflowNode).check(z.minLength(1)),
  connections: z.record(
    z.string(),
    z.record(
      z.string(),
      z.array(z.nullable(z.array(z.object({ node: z.string(), type: z.string(), index: z.number() })))),
    ),
  ),
});

/** Every example workflow can be imported, uses existing node types, and connects only nodes it contains. */
export const examples: Check = {
  name: 'examples',
  needs: 'loaded',
  run({ nodePackage: { dir, manifest }, loaded }) {
    const own = new Map(
      loadedNodes(loaded).map((node) => [`${manifest.name}.${node.description.name}`, node] as const),
    );
    const builtIn = knownNodeTypes();
    const files = globSync('examples/*.json', { cwd: dir }).sort();
    const problems = files.flatMap((file) =>
      workflowProblems(readFileSync(join(dir, file), 'utf8'), own, builtIn).map(
        (problem) => `${file}: ${problem}`,
      ),
    );
    if (files.length === 0) problems.push('There are no example workflows in examples/');
    return { problems, detail: `${files.length} workflows` };
  },
};

function workflowProblems(
  text: string,
  own: ReadonlyMap<string, LoadedNode>,
  builtIn: ReadonlySet<string>,
): string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return [`not JSON: ${(error as Error).message}`];
  }
  const parsed = Workflow.safeParse(json);
  if (!parsed.success) return [`not an n8n workflow: ${z.prettifyError(parsed.error)}`];

  const { nodes, connections } = parsed.data;
  const problems: string[] = [];
  if (!nodes.some(({ type }) => own.has(type) || own.has(toolBase(type))))
    problems.push('uses no node of this package');
  for (const { name, type, typeVersion, parameters } of nodes) {
    const node = own.get(type) ?? own.get(toolBase(type));
    if (node === undefined) {
      if (!builtIn.has(type) && !builtIn.has(toolBase(type)))
        problems.push(`node "${name}" is of type ${type}, which does not exist`);
      continue;
    }
    if (![node.description.version].flat().includes(typeVersion))
      problems.push(`node "${name}": ${type} has no version ${typeVersion}`);
    const { resource, operation } = parameters;
    const offered = nodeOperations(node.description);
    if (
      operation !== undefined &&
      !offered.some((one) => one.operation === operation && (one.resource ?? resource) === resource)
    ) {
      problems.push(
        `node "${name}": ${type} has no operation ${[resource, operation].filter(Boolean).join(': ')}`,
      );
    }
  }
  const names = new Set(nodes.map(({ name }) => name));
  const wired = Object.entries(connections).flatMap(([from, outputs]) => [
    from,
    ...Object.values(outputs).flatMap((ports) =>
      ports.flatMap((port) => (port ?? []).map(({ node }) => node)),
    ),
  ]);
  for (const name of new Set(wired))
    if (!names.has(name)) problems.push(`a connection names "${name}", which is not in it`);
  return problems;
}

/**
 * The node from which n8n derives a type: one with the suffix Tool from every node that is usable as a tool, and one with HitlTool
 * from every node that can send and wait.
 */
function toolBase(type: string): string {
  return type.replace(/(Hitl)?Tool$/, '');
}
