import type { IHookFunctions } from 'n8n-workflow';

import { assertReachable } from './assert-reachable';
import { automaticRegistration } from './automatic-registration';
import { manualRegistration } from './manual-registration';
import type { Hook, Registration } from './registration';
import { projectOf, textsOf } from './trigger-parameters';
import { triggerService } from './trigger-service';
import { writeSettings } from './trigger-settings';
import { fromCredential, verificationOf } from './verification-settings';

/** The registration that the node asks for, and how to create it. */
export async function registrationFor(ctx: IHookFunctions, hook: Hook): Promise<Registration> {
  if (ctx.getNodeParameter('registration', 'automatic') === 'manual')
    return await manualRegistration(ctx, hook);
  if (hook === 'create') await assertCallable(ctx);
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
  return automaticRegistration(ctx, hook, connector, settings);
}

async function assertCallable(ctx: IHookFunctions): Promise<void> {
  assertReachable(ctx.getNode(), {
    callbackUrl: ctx.getNodeWebhookUrl('default') ?? '',
    baseUrl: (await fromCredential(ctx, triggerService.configure)).baseUrl,
    allowsHttp: ctx.getNodeParameter('options.allowHttp', false) as boolean,
  });
}

/** Labels that the user chose, and those that the filters need. */
function labelsToSend(ctx: IHookFunctions): string[] {
  const filtered = textsOf(ctx, 'labelFilters').map((filter) => filter.split('=', 1)[0]!.trim());
  return [...new Set([...textsOf(ctx, 'labels'), ...filtered])];
}
