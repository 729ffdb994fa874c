export { startPlayground, type PlaygroundOptions } from './start-playground';
export { Playground } from './playground';
export { Execution } from './execution';
export {
  N8nClient,
  type Credential,
  type ExecutionSummary,
  type Workflow,
  type WorkflowContent,
  type WorkflowNode,
} from './n8n-client';
export { N8nServer } from './n8n-server';
export { type LogLevel } from './n8n-environment';
export { exampleId } from './import-examples';
export { findNodePackages } from './find-node-packages';
export { packNodePackages } from './pack-node-packages';
export { reloadEnvironment, reloadPackages, type ReloadOptions } from './reload-packages';
export { freePort, freePorts } from './free-ports';
export { pollUntil, type PollOptions } from './poll-until';
export { type Progress } from './progress';
export { type PlaygroundError } from './playground-error';
