// The one door to n8n-core: the environment, reflect-metadata and the logger must be in place before it is loaded.
import './environment';
import './capture-logs';

export {
  CredentialTestContext,
  ExecuteContext,
  ExecutionLifecycleHooks,
  ExternalSecretsProxy,
  HookContext,
  LazyPackageDirectoryLoader,
  LoadOptionsContext,
  PollContext,
  RoutingNode,
  WebhookContext,
  WorkflowExecute,
  getAdditionalKeys,
} from 'n8n-core';
