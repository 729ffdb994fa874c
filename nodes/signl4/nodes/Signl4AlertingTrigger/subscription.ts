import { chosenEvents, defineSubscription } from '@signalbox/http-core/webhook';
import type {
  DesiredSubscription,
  Hook,
  RemoteSubscription,
  Subscription,
} from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { assertReachable } from '../api/assert-reachable';
import { createWebhook, listWebhooks, removeWebhook, repairWebhook } from '../api/outgoing-webhooks';
import type { Registration } from '../api/outgoing-webhooks';
import { signl4 } from '../api/signl4';
import { removeExpiredWaits } from '../api/wait-webhooks';

/**
 * Registration of the webhook: automatic through the API, or manual in the SIGNL4 portal. An unusable webhook URL is
 * rejected before any call to SIGNL4.
 */
export async function subscriptionFor(ctx: IHookFunctions, hook: Hook): Promise<Subscription> {
  if (ctx.getNodeParameter('registration', 'automatic') === 'manual') {
    return { manual: true, secret: 'urlToken', userSecret: webhookToken, parameters: chosenEvents };
  }
  const credential = await ctx.getCredentials(signl4.credentialType);
  if (!credential.apiKey) {
    throw new NodeOperationError(
      ctx.getNode(),
      'The credential has no API key, so the trigger cannot register itself',
      {
        description: `Add an API key with write access to the credential. Or set Registration to Manual and register ${ctx.getNodeWebhookUrl('default')}?token=<Webhook Token of the credential> in the SIGNL4 portal under Integrations > Gallery > Webhook (Outbound).`,
      },
    );
  }
  if (hook === 'create') {
    assertReachable(ctx.getNode(), {
      callbackUrl: ctx.getNodeWebhookUrl('default') ?? '',
      baseUrl: signl4.configure(credential).baseUrl,
      allowsHttp: ctx.getNodeParameter('options.allowHttp', false) as boolean,
    });
  }
  return automatic;
}

/** The token from the credential, for manual registration. */
export async function webhookToken(ctx: IHookFunctions | IWebhookFunctions): Promise<string> {
  return String((await ctx.getCredentials(signl4.credentialType)).webhookToken ?? '');
}

const automatic: RemoteSubscription = defineSubscription<RemoteSubscription>({
  secret: 'urlToken',
  parameters: chosenEvents,
  settings: teamOf,

  async list(ctx) {
    const team = teamOf(ctx);
    const webhooks = await listWebhooks(ctx);
    await removeExpiredWaits(ctx, ctx.getNodeWebhookUrl('default')!, webhooks);
    return webhooks.map(({ id, url, isEnabled, teamId }) => ({
      id,
      url,
      current: isEnabled && teamId === team,
    }));
  },

  async create(ctx, desired) {
    return await createWebhook(ctx, registration(ctx, desired));
  },

  async repair(ctx, id, desired) {
    await repairWebhook(ctx, id, registration(ctx, desired));
  },

  async remove(ctx, id) {
    await removeWebhook(ctx, id);
  },
});

function registration(ctx: IHookFunctions, { callbackUrl }: DesiredSubscription): Registration {
  const team = teamOf(ctx);
  return {
    extUrl: callbackUrl,
    name: `n8n: ${ctx.getWorkflow().name ?? ctx.getNode().name}`,
    description:
      'Registered by the SIGNL4 Alerting Trigger of an n8n workflow, which removes it when it is deactivated.',
    ...(team !== '' && { teamId: team }),
  };
}

/** Empty for all teams of the subscription (signl4.md §6, 5). */
function teamOf(ctx: IHookFunctions): string {
  return String(ctx.getNodeParameter('teamId', '', { extractValue: true }) ?? '');
}
