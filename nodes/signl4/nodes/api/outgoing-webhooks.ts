import { call, lazy, path } from '@signalbox/http-core';
import type { Context } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { signl4 } from './signl4';
import { text } from './wire';

/** Accepts the names that the URL had before version 2, too (signl4.md §2.6). */
const outgoingWebhook = lazy(() =>
  z.looseObject({
    id: z.string(),
    name: text(),
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

/** An outgoing webhook that is registered at SIGNL4. */
export interface OutgoingWebhook {
  id: string;
  name: string;
  url?: string;
  isEnabled: boolean;
  /** Empty for all teams of the subscription (signl4.md §6, 5). */
  teamId: string;
}

/** An outgoing webhook to register. */
export interface Registration {
  extUrl: string;
  name: string;
  description: string;
  teamId?: string;
}

/** Options of `call` that fit a call which must not take long, or which carries a secret URL. */
type CallOptions = Pick<Parameters<typeof call>[3], 'settings' | 'secrets'>;

export async function listWebhooks(ctx: Context, options: CallOptions = {}): Promise<OutgoingWebhook[]> {
  const found = await call(
    ctx,
    signl4,
    { method: 'GET', path: path`/api/v2/webhooks`, whenEmpty: [] },
    // SIGNL4 answers 404 when there are none (signl4.md §2.3).
    { semantics: 'safe', responseSchema: z.array(outgoingWebhook()), whenNotFound: [], ...options },
  );
  return found.map(({ id, name, extUrl, externalAddress, enabled, teamId }) => ({
    id,
    name: name ?? '',
    url: extUrl ?? externalAddress ?? undefined,
    isEnabled: enabled !== false,
    teamId: teamId ?? '',
  }));
}

/** @returns its ID, if SIGNL4 tells it */
export async function createWebhook(
  ctx: Context,
  body: Registration,
  options: CallOptions = {},
): Promise<string | undefined> {
  return await call(
    ctx,
    signl4,
    { method: 'POST', path: path`/api/v2/webhooks`, body, text: true },
    { semantics: 'non-idempotent', responseSchema: newWebhookId(), ...options },
  );
}

/** Changes a webhook to what it should be, and enables it. */
export async function repairWebhook(ctx: Context, id: string, body: Registration): Promise<void> {
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
}

/** @throws NodeApiError, with the status 404 if there is none */
export async function removeWebhook(ctx: Context, id: string, options: CallOptions = {}): Promise<void> {
  await call(
    ctx,
    signl4,
    { method: 'DELETE', path: path`/api/v2/webhooks/${id}` },
    { semantics: 'idempotent', responseSchema: anything(), ...options },
  );
}
