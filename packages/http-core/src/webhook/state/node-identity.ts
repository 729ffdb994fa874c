import { createHash } from 'node:crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Contexts in which a trigger node has a subscription. */
export type TriggerContext = IHookFunctions | IWebhookFunctions;

/** Production and test subscriptions coexist and share no state. */
export type ListenMode = 'production' | 'test';

/** A delivery asks a dozen times, and n8n copies the whole node each time. */
const owners = new WeakMap<TriggerContext, string>();

/**
 * Identifies the node that state belongs to. Static data travels with exported and imported workflows; a copy that
 * trusted it would take over the subscription of its original. The webhook id makes a node's URL unique; workflows
 * built through n8n's API may lack it.
 */
export function ownerOf(ctx: TriggerContext): string {
  const known = owners.get(ctx);
  if (known !== undefined) return known;
  const { id, webhookId } = ctx.getNode();
  const identity = [ctx.getInstanceId(), ctx.getWorkflow().id ?? '', webhookId ?? id];
  const owner = createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 22);
  owners.set(ctx, owner);
  return owner;
}

/** Key of this node and mode in the process cache. */
export function cacheKey(ctx: TriggerContext, mode: ListenMode): string {
  return `${ownerOf(ctx)}/${mode}`;
}
