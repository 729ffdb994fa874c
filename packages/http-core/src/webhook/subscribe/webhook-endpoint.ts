import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ListenMode } from '../state/node-identity';

/** Which of a node's subscriptions a hook is about. */
export interface WebhookEndpoint {
  /** The callback URL as n8n gives it, without a token. */
  url: string;
  mode: ListenMode;
}

/** @throws NodeOperationError when n8n has no URL for the node */
export function webhookEndpoint(ctx: IHookFunctions): WebhookEndpoint {
  const given = ctx.getNodeWebhookUrl('default');
  if (!given) throw new NodeOperationError(ctx.getNode(), 'n8n has no webhook URL for this node');
  return { url: new URL(given).href, mode: modeOf(ctx) };
}

/**
 * n8n says `manual` when it starts to listen for a test event. When it stops, it says the same as when it unpublishes
 * ("internal"), but of a workflow that it has loaded as inactive (test-webhooks.js and active-workflow-manager.js of n8n 1.100
 * to 2.41). The URL tells nothing: both of its parts, base and endpoint, can be named as the user likes.
 */
function modeOf(ctx: IHookFunctions): ListenMode {
  if (ctx.getActivationMode() === 'manual' || ctx.getMode() === 'manual') return 'test';
  return ctx.getMode() === 'internal' && !ctx.getWorkflow().active ? 'test' : 'production';
}
