import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaygroundService } from '@signalbox/emulators';
import type { DataDirectory } from './data-directory';
import type { Credential, N8nClient, Workflow, WorkflowContent, WorkflowNode } from './n8n-client';
import { repositoryRoot } from './repository-root';
import { sha256 } from './sha256';

/** n8n silently keeps no static data for workflows with a longer id, and so no trigger would know its webhook. */
const ID_LENGTH = 16;

export interface ImportedExample {
  /** Name of the file in the service's examples. */
  file: string;
  workflow: Workflow;
  /** True if this start imported or updated it. */
  changed: boolean;
}

/**
 * Imports the example workflows of a service, with its credentials filled in. An example whose file did not change is
 * left alone, and so is one that a person edited, archived or deleted.
 */
export async function importExamples(
  client: N8nClient,
  data: DataDirectory,
  service: PlaygroundService,
  credentials: ReadonlyMap<string, Credential>,
): Promise<ImportedExample[]> {
  const folder = join(repositoryRoot, 'nodes', service.name, 'examples');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const record = data.readImports();
  const imported: ImportedExample[] = [];
  for (const file of files.sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const id = exampleId(service, file);
    const fileHash = sha256(text);
    const before = record.workflows[id];
    const existing = await client.findWorkflow(id);
    const isTheirs = before !== undefined && existing?.versionId !== before.versionId;
    if (isTheirs || (existing && before?.fileHash === fileHash)) {
      if (existing && !existing.isArchived) imported.push({ file, workflow: existing, changed: false });
      continue;
    }
    const content = withCredentials(readExample(text, file), credentials, file);
    const workflow = existing
      ? await client.updateWorkflow(id, content)
      : await client.createWorkflow({ ...content, id });
    record.workflows[id] = { fileHash, versionId: workflow.versionId };
    data.writeImports(record);
    imported.push({ file, workflow, changed: true });
  }
  return imported;
}

/** The id that the workflow of an example has in every playground. */
export function exampleId(service: Pick<PlaygroundService, 'name'>, file: string): string {
  return sha256(`${service.name}/${file}`).slice(0, ID_LENGTH);
}

function readExample(text: string, file: string): WorkflowContent {
  const { name, nodes, connections, settings } = JSON.parse(text) as Partial<WorkflowContent>;
  if (!name || !nodes || !connections) {
    throw new Error(`The example ${file} is not a workflow: it needs name, nodes and connections.`);
  }
  return { name, nodes, connections, settings: { executionOrder: 'v1', ...settings } };
}

function withCredentials(
  content: WorkflowContent,
  credentials: ReadonlyMap<string, Credential>,
  file: string,
): WorkflowContent {
  const filled = (node: WorkflowNode): WorkflowNode => {
    if (!node.credentials) return node;
    const entries = Object.keys(node.credentials).map((type) => {
      const credential = credentials.get(type);
      if (!credential)
        throw new Error(`The example ${file} needs a credential of type ${type}, which no service here has.`);
      return [type, { id: credential.id, name: credential.name }] as const;
    });
    return { ...node, credentials: Object.fromEntries(entries) };
  };
  return { ...content, nodes: content.nodes.map(filled) };
}
