import { lazy } from '@signalbox/http-core';
import { chosenEvents, {{#if isSigned}}withSecrets{{else}}verifyUrlToken{{/if}} } from '@signalbox/http-core/webhook';
import type { WebhookReceiver } from '@signalbox/http-core/webhook';
import * as z from 'zod/v4-mini';
{{#if isSigned}}

import { signingSecrets } from './signing-secrets';
import { verifySignature } from './verify-signature';
{{/if}}

/** The used part of an event ({{service}}.md §3). */
const eventSchema = lazy(() => z.object({ id: z.string(), type: z.string() }));
type Event = z.infer<ReturnType<typeof eventSchema>>;

{{#if isSigned}}
/** Receives the events of {{name}}, which signs each with a key that the trigger gave it. */
{{else}}
/** Receives the events of {{name}}, which signs nothing: the token in the URL authenticates them. */
{{/if}}
export const receiver: WebhookReceiver<Event> = {
  {{#if isSigned}}
  verify: withSecrets(signingSecrets, verifySignature),
  {{else}}
  verify: verifyUrlToken(),
  {{/if}}
  schema: eventSchema,
  deliveryId: ({ id }) => id,
  accepts(ctx) {
    const events = chosenEvents(ctx);
    return ({ type }) => events.includes(type);
  },
  toItems: (event) => [{ json: event }],
};
