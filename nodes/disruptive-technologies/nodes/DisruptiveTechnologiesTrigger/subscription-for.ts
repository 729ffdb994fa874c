import type { Hook, Subscription } from '@signalbox/http-core/webhook';
import type { IHookFunctions } from 'n8n-workflow';

import { assertReachable } from './assert-reachable';
import { automaticSubscription } from './automatic-subscription';
import { manualSubscription } from './manual-subscription';
import { projectOf, textsOf } from './trigger-parameters';
import { triggerService } from './trigger-service';
import { writeSettings } from './trigger-settings';
import { fromCredential, verificationOf } from './verification-settings';

/** The subscription that the node asks for. */
export async function subscriptionFor(ctx: IHookFunctions, hook: Hook): Promise<Subscription> {
  if (ctx.getNodeParameter('registration', 'automatic') === 'manual')
    return await manualSubscription(ctx, hook);
  if (hook === 'create') {
    assertReachable(ctx.getNode(), {
      callbackUrl: ctx.getNodeWebhookUrl('default') ?? '',
      baseUrl: (await fromCredential(ctx, triggerService.configure)).baseUrl,
      allowsHttp: ctx.getNodeParameter('options.allowHttp', false) as boolean,
    });
  }
  const projectId = projectOf(ctx);
  const connector = {
    projectId,
    events: textsOf(ctx, 'events'),
    labels: labelsToSend(ctx),
    emitsState: ctx.getNodeParameter('options.emitCurrentState', false) as boolean,
  };
  // Removal does not need the desired settings.
  const settings =
    hook === 'delete' ? '' : writeSettings({ ...(await verificationOf(ctx, projectId)), connector });
  return automaticSubscription(ctx, hook, connector, settings);
}

/** Labels that the user chose, and those that the filters need. */
function labelsToSend(ctx: IHookFunctions): string[] {
  const filtered = textsOf(ctx, 'labelFilters').map((filter) => filter.split('=', 1)[0]!.trim());
  return [...new Set([...textsOf(ctx, 'labels'), ...filtered])];
}
