export { loadPackage, type LoadedPackage } from './loadPackage';
export { runNode, type NodeRun, type RunNodeOptions } from './runNode';
export { loadOptions, listSearch, type ListSearchRequest, type LoadOptionsRequest } from './loadChoices';
export { testCredential } from './testCredential';
export { triggerHooks, type HookOptions, type TriggerHooks, type TriggerOptions } from './triggerHooks';
export {
  deliver,
  webhookServer,
  type Delivered,
  type Delivery,
  type Received,
  type WebhookServer,
} from './webhookServer';
export { poll, type PollOptions, type PollResult } from './poll';
export { CredentialStore, type CredentialData } from './CredentialStore';
export { InstalledTypes } from './InstalledTypes';
export { defaultWebhookBaseUrl } from './additionalData';
export { captureLogs, type LogLine } from './captureLogs';
export { disposeIsolate, installIsolate } from './installIsolate';
export type { NodeUnderTest } from './NodeUnderTest';
