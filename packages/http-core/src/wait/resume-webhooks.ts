import type { IHttpRequestMethods, IWebhookDescription } from 'n8n-workflow';

const METHODS: readonly IHttpRequestMethods[] = ['GET', 'POST'];

/**
 * The `webhooks` of an action node that waits. n8n registers none of them: they are looked up when a request comes for an
 * execution that waits.
 */
export const resumeWebhooks: IWebhookDescription[] = METHODS.map((httpMethod) => ({
  name: 'default',
  httpMethod,
  responseMode: 'onReceived',
  // Makes n8n send our response instead of its default text.
  responseData: '',
  path: '={{ $nodeId }}',
  restartWebhook: true,
  isFullPath: true,
}));
