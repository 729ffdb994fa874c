export { startPlayground, type PlaygroundOptions } from './start-playground';
export { Playground, type RunningService } from './playground';
export { PlaygroundError } from './playground-error';
export { Execution } from './execution';
export {
  N8nClient,
  N8nRequestError,
  type Credential,
  type ExecutionSummary,
  type PublicationStatus,
  type Workflow,
  type WorkflowContent,
  type WorkflowNode,
} from './n8n-client';
export { N8nServer, type N8nServerOptions } from './n8n-server';
export { n8nEnvironment, type LogLevel, type N8nEnvironmentOptions } from './n8n-environment';
export { exampleId, type ImportedExample } from './import-examples';
export { installPackages } from './install-packages';
export { findNodePackages } from './find-node-packages';
export { packNodePackages } from './pack-node-packages';
export { reloadEnvironment, reloadPackages, type ReloadOptions } from './reload-packages';
export { freePort, freePorts } from './free-ports';
export { pollUntil, type PollOptions } from './poll-until';
export { consoleProgress, silentProgress, type Progress } from './progress';
