// Import n8n-core from here only: environment, reflect-metadata and logger must be in place before it is loaded.
import './environment';
import './capture-logs';
import type { IncomingMessage } from 'node:http';
import * as core from 'n8n-core';
import { Container, fromN8nCore } from './n8n-internals';

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

interface Parser {
  parseIncomingMessage(message: IncomingMessage): void;
}

/**
 * Sets `contentType`, `encoding` and `contentDisposition` of a request, as n8n does on arrival. Older versions of n8n export it from
 * n8n-core.
 */
export const parseIncomingMessage =
  (core as Partial<Parser>).parseIncomingMessage ??
  (fromN8nCore('@n8n/backend-network') as Parser).parseIncomingMessage;

interface SshClients {
  SSHClientsManager: new () => { cleanupTimer?: NodeJS.Timeout };
}

// Every context creates this service, whose timer keeps the process alive in older versions of n8n.
const { SSHClientsManager } = fromN8nCore('./execution-engine/ssh-clients-manager') as SshClients;
Container.get(SSHClientsManager).cleanupTimer?.unref();
