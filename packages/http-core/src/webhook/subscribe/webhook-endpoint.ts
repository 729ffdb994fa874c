import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ListenMode } from '../state/node-identity';

/** The webhook of a node that a lifecycle hook is called for. */
export interface WebhookEndpoint {
  /** The webhook URL of n8n, without a token. */
  url: string;
  mode: ListenMode;
}

/** @throws NodeOperationError if n8n has no URL for the node */
export function webhookEndpoint(ctx: IHookFunctions): WebhookEndpoint {
  const webhookUrl = ctx.getNodeWebhookUrl('default');
  if (!webhookUrl) throw new NodeOperationError(ctx.getNode(), 'n8n has no webhook URL for this node');
  return { url: new URL(webhookUrl).href, mode: registrationMode(ctx) };
}

/**
 * n8n's mode is `manual` when it starts to listen for a test event. When it stops, the mode is `internal` as for
 * unpublishing, but the workflow was loaded as inactive (test-webhooks.js and active-workflow-manager.js of n8n 1.100
 * to 2.41). The URL does not tell: users can configure both its base and its endpoint.
 */
function registrationMode(ctx: IHookFunctions): ListenMode {
  if (ctx.getActivationMode() === 'manual' || ctx.getMode() === 'manual') return 'test';
  return ctx.getMode() === 'internal' && !ctx.getWorkflow().active ? 'test' : 'production';
}
