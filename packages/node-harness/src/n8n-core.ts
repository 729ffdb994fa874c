// The one door to n8n-core: the environment, reflect-metadata and the logger must be in place before it is loaded.
import './environment';
import './capture-logs';
import type { IncomingMessage } from 'node:http';
import * as core from 'n8n-core';
import { fromN8nCore } from './n8n-internals';

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
 * Puts `contentType`, `encoding` and `contentDisposition` on a request, as n8n does before anything reads them. n8n-core had
 * this until n8n got a package for the network.
 */
export const parseIncomingMessage =
  (core as Partial<Parser>).parseIncomingMessage ??
  (fromN8nCore('@n8n/backend-network') as Parser).parseIncomingMessage;
