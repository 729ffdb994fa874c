import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { rememberedUrl } from './subscription-memory';
import type { ListenMode } from './subscription-memory';

/** Which of a node's subscriptions a hook is about. */
export interface Target {
  /** The callback URL as n8n gives it, without a token. */
  url: string;
  mode: ListenMode;
}

/** @throws NodeOperationError when n8n has no URL for the node */
export function targetOf(ctx: IHookFunctions): Target {
  const given = ctx.getNodeWebhookUrl('default');
  if (!given) throw new NodeOperationError(ctx.getNode(), 'n8n has no webhook URL for this node');
  const url = new URL(given).href;
  return { url, mode: modeOf(ctx, url) };
}

/**
 * n8n says `manual` when it starts to listen for a test event, but not when it stops ("internal", "update"):
 * then the URL tells, first by what the test subscription remembers, then by the default test path.
 */
function modeOf(ctx: IHookFunctions, url: string): ListenMode {
  if (ctx.getActivationMode() === 'manual' || ctx.getMode() === 'manual') return 'test';
  if (rememberedUrl(ctx, 'test') === url && rememberedUrl(ctx, 'production') !== url) return 'test';
  return new URL(url).pathname.includes('/webhook-test/') ? 'test' : 'production';
}
