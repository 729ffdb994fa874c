import type { PlaygroundService } from '@signalbox/emulators';
import type { N8nClient, Workflow, WorkflowNode } from './n8n-client';

/** True if the workflow has an active trigger of one of the services. */
export function hasTriggerOf(workflow: Workflow, services: readonly PlaygroundService[]): boolean {
  return workflow.nodes.some(
    (node) =>
      !node.disabled && node.type.endsWith('Trigger') && services.some((service) => belongsTo(service, node)),
  );
}

/**
 * Registers the triggers of all active workflows again. A fresh emulator has no webhooks, but n8n keeps its own record of
 * them over a restart and does not check.
 */
export async function republishTriggers(
  client: N8nClient,
  services: readonly PlaygroundService[],
): Promise<void> {
  for (const { id } of (await client.listWorkflows()).filter(({ active }) => active)) {
    const workflow = await client.findWorkflow(id);
    if (!workflow || !hasTriggerOf(workflow, services)) continue;
    await client.unpublish(workflow);
    await client.publish({ ...workflow, versionId: workflow.activeVersionId ?? workflow.versionId });
  }
}

function belongsTo(service: PlaygroundService, node: WorkflowNode): boolean {
  return node.type.startsWith(`n8n-nodes-${service.name}.`);
}
