import type { IHookFunctions } from 'n8n-workflow';

import { checkExists, create, remove } from './reconcile';
import type { Subscription } from './subscription';

/** The hook that n8n runs: `checkExists` and then `create` when a workflow is published, `delete` when it no longer is. */
export type Hook = 'checkExists' | 'create' | 'delete';

/** Creates and removes the subscription of a trigger. n8n calls each hook with its context as `this`. */
export type SubscriptionLifecycle = Record<Hook, (this: IHookFunctions) => Promise<boolean>>;

/**
 * The lifecycle of a subscription: adopt, create, repair, remove.
 *
 * @param source the subscription, or the one that parameters and credential ask for
 */
export function lifecycleOf(
  source: Subscription | ((ctx: IHookFunctions, hook: Hook) => Promise<Subscription>),
): SubscriptionLifecycle {
  const hook = (name: Hook, run: typeof create): SubscriptionLifecycle[Hook] =>
    async function () {
      return await run(this, typeof source === 'function' ? await source(this, name) : source);
    };
  return {
    checkExists: hook('checkExists', checkExists),
    create: hook('create', create),
    delete: hook('delete', remove),
  };
}
