import { call, lazy, path } from '@signalbox/http-core';
import { chosenEvents, defineSubscription } from '@signalbox/http-core/webhook';
import type { RemoteSubscription } from '@signalbox/http-core/webhook';
import * as z from 'zod/v4-mini';

import { {{key}} } from '../api/{{service}}';
{{#if isSigned}}
import { signingSecrets } from './signing-secrets';
{{/if}}

/** A registered webhook ({{service}}.md §3). */
const webhook = lazy(() => z.looseObject({ id: z.string(), url: z.string() }));

/** The registration of the trigger's URL at {{name}}. */
export const subscription = defineSubscription<RemoteSubscription>({
  {{#if isSigned}}
  secret: 'signingKey',
  root: signingSecrets.root,
  {{else}}
  secret: 'urlToken',
  {{/if}}
  parameters: chosenEvents,

  async list(ctx) {
    const { webhooks } = await call(
      ctx,
      {{key}},
      { method: 'GET', path: path`/webhooks` },
      { semantics: 'safe', responseSchema: z.looseObject({ webhooks: z.array(webhook()) }) },
    );
    return webhooks;
  },

  async create(ctx, { callbackUrl{{#if isSigned}}, secret{{/if}} }) {
    const { id } = await call(
      ctx,
      {{key}},
      { method: 'POST', path: path`/webhooks`, body: { url: callbackUrl{{#if isSigned}}, secret{{/if}} } },
      { semantics: 'non-idempotent', responseSchema: webhook() },
    );
    return id;
  },

  async remove(ctx, id) {
    await call(
      ctx,
      {{key}},
      { method: 'DELETE', path: path`/webhooks/${id}` },
      { semantics: 'idempotent', responseSchema: z.unknown() },
    );
  },
});
