import { call, lazy, path } from '@signalbox/http-core';
import { chosenEvents, defineSubscription } from '@signalbox/http-core/webhook';
import type {
  DesiredSubscription,
  Hook,
  RemoteSubscription,
  Subscription,
} from '@signalbox/http-core/webhook';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { signl4 } from '../api/signl4';
import { text } from '../api/wire';
import { assertReachable } from './assert-reachable';

/** Accepts the names that the URL had before version 2, too (signl4.md §2.6). */
const webhook = lazy(() =>
  z.looseObject({
    id: z.string(),
    extUrl: text(),
    externalAddress: text(),
    enabled: z.nullish(z.boolean()),
    teamId: text(),
  }),
);

/**
 * Documented as "string"; it may be bare, quoted or in an object (signl4.md §6, 1). `undefined` if it is none of these:
 * the webhook is then looked up by its URL.
 */
const newWebhookId = lazy(() =>
  z.union([
    z.pipe(
      z.looseObject({ id: z.string() }),
      z.transform(({ id }) => id),
    ),
    z.pipe(
      z.looseObject({ webhookId: z.string() }),
      z.transform(({ webhookId }) => webhookId),
    ),
    z.string(),
    z.pipe(
      z.unknown(),
      z.transform((): string | undefined => undefined),
    ),
  ]),
);

/** Accepts any response. */
const anything = lazy(() => z.unknown());

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
    const webhooks = await listWebhooks(ctx);
    const team = teamOf(ctx);
    return webhooks.map(({ id, extUrl, externalAddress, enabled, teamId }) => ({
      id,
      url: extUrl ?? externalAddress ?? undefined,
      current: enabled !== false && (teamId ?? '') === team,
    }));
  },

  async create(ctx, desired) {
    const body = registration(ctx, desired);
    return await call(
      ctx,
      signl4,
      { method: 'POST', path: path`/api/v2/webhooks`, body, text: true },
      { semantics: 'non-idempotent', responseSchema: newWebhookId() },
    );
  },

  async repair(ctx, id, desired) {
    const body = registration(ctx, desired);
    await call(
      ctx,
      signl4,
      { method: 'PUT', path: path`/api/v2/webhooks/${id}`, body },
      { semantics: 'idempotent', responseSchema: anything() },
    );
    await call(
      ctx,
      signl4,
      { method: 'POST', path: path`/api/v2/webhooks/${id}/enable` },
      { semantics: 'idempotent', responseSchema: anything() },
    );
  },

  async remove(ctx, id) {
    await call(
      ctx,
      signl4,
      { method: 'DELETE', path: path`/api/v2/webhooks/${id}` },
      { semantics: 'idempotent', responseSchema: anything() },
    );
  },
});

async function listWebhooks(ctx: IHookFunctions): Promise<z.infer<ReturnType<typeof webhook>>[]> {
  return await call(
    ctx,
    signl4,
    { method: 'GET', path: path`/api/v2/webhooks`, whenEmpty: [] },
    // SIGNL4 answers 404 when there are none (signl4.md §2.3).
    { semantics: 'safe', responseSchema: z.array(webhook()), whenNotFound: [] },
  );
}

function registration(ctx: IHookFunctions, { callbackUrl }: DesiredSubscription): object {
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
