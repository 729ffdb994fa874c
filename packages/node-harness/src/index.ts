export { loadPackage, type LoadedPackage } from './load-package';
export { runNode, type NodeRun, type RunNodeOptions } from './run-node';
export { loadOptions, listSearch } from './load-choices';
export { testCredential } from './test-credential';
export { triggerHooks, type HookOptions, type TriggerHooks, type TriggerOptions } from './trigger-hooks';
export {
  deliver,
  webhookServer,
  type Delivered,
  type Delivery,
  type Received,
  type WebhookServer,
  type WebhookServerOptions,
} from './webhook-server';
export { waitingExecution, type WaitingExecution, type WaitingOptions } from './waiting-execution';
export { poll, type PollOptions, type PollResult } from './poll';
export { CredentialStore, type CredentialData } from './credential-store';
export { InstalledTypes } from './installed-types';
export { type LogLine } from './capture-logs';
export { disposeIsolate, installIsolate } from './install-isolate';
