import { log } from '@signalbox/http-core';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { OrphanedSubscription, WriteOnlySubscription } from './subscription';

/** Logs a warning for each orphan that can be named to the service. */
export function warnAboutOrphans(
  ctx: IHookFunctions | IWebhookFunctions,
  { describe, hint }: WriteOnlySubscription,
  orphans: readonly OrphanedSubscription[],
): void {
  for (const one of orphans) {
    if (one.id !== undefined) log(ctx, 'warn', `Left behind at the service: ${describe(one)}. ${hint}`);
  }
}
