import { UnexpectedError, type IDataObject, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import type { CredentialStore } from './credential-store';
import type { LogLine } from './capture-logs';
import { ExternalSecretsProxy } from './n8n-core';

/** Public base URL of webhooks. Must be a valid URL, but nothing listens there. */
const defaultWebhookBaseUrl = 'https://n8n.example.test/webhook';

interface Options {
  credentials: CredentialStore;
  logs: LogLine[];
  executionId: string;
  /** Without a trailing slash. */
  webhookBaseUrl?: string;
}

/** The additional data that n8n passes to every execution context. */
export function additionalData({
  credentials,
  logs,
  executionId,
  webhookBaseUrl = defaultWebhookBaseUrl,
}: Options): IWorkflowExecuteAdditionalData {
  const { origin } = new URL(webhookBaseUrl);
  return {
    credentialsHelper: credentials,
    executionId,
    currentNodeExecutionIndex: 0,
    instanceBaseUrl: `${origin}/`,
    restApiUrl: `${origin}/rest`,
    webhookBaseUrl,
    webhookTestBaseUrl: webhookBaseUrl.replace(/\/webhook$/, '/webhook-test'),
    webhookWaitingBaseUrl: `${origin}/webhook-waiting`,
    formBaseUrl: `${origin}/form`,
    formTestBaseUrl: `${origin}/form-test`,
    formWaitingBaseUrl: `${origin}/form-waiting`,
    mcpBaseUrl: `${origin}/mcp`,
    mcpTestBaseUrl: `${origin}/mcp-test`,
    variables: {},
    externalSecretsProxy: new ExternalSecretsProxy(),
    // n8n prints these in the browser's console during a manual execution.
    sendDataToUI: (type: string, data: IDataObject | IDataObject[]) =>
      void logs.push({ level: 'info', message: type, metadata: [data] }),
    logAiEvent: () => {},
    getRunExecutionData: async () => undefined,
    getRuntimeCredential: async () => undefined,
    executeWorkflow: async () => {
      throw new UnexpectedError('The harness runs no sub-workflows');
    },
    startRunnerTask: async () => {
      throw new UnexpectedError('The harness has no task runner');
    },
  };
}
