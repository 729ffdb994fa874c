import { chosenEvents, verifyUrlToken, withSecrets } from '@signalbox/http-core/webhook';
import type { WebhookReceiver } from '@signalbox/http-core/webhook';
import type { IWebhookFunctions } from 'n8n-workflow';

import { eventSchema } from '../api/event';
import type { Event } from '../api/event';
import { TEST_EVENT_TYPE, kindOf } from './event-kinds';
import { isSystemChange } from './is-system-change';
import { presentEvent } from './present-event';
import { webhookToken } from './subscription';

/** Events are well below 4 KiB in all samples (signl4.md §3.4); this leaves room for long notes. */
const MAX_BYTES = 256 * 1024;

/** Receives events of SIGNL4, which signs nothing: the token in the URL authenticates them (signl4.md §3.1). */
export const receiver: WebhookReceiver<Event> = {
  maxBytes: MAX_BYTES,
  // Manual registration only. For an automatic one the trigger knows the hash of the token.
  verify: withSecrets({ userSecret: webhookToken }, verifyUrlToken()),
  schema: eventSchema,
  deliveryId: ({ id, eventRaisedUtc }, { rawBody }) => id || (eventRaisedUtc && rawBody.toString('base64')),
  // A known receiver answers the test event with itself (signl4.md §3.3).
  directResponse: (event) => (event.eventType === TEST_EVENT_TYPE ? { status: 200, body: event } : undefined),
  accepts: wantedEvents,
  toItems: (event) => [{ json: presentEvent(event) }],
};

function wantedEvents(ctx: IWebhookFunctions): (event: Event) => boolean {
  const events = chosenEvents(ctx);
  const teamId = ctx.getNodeParameter('teamId', '', { extractValue: true }) as string;
  const ignoresSystem = ctx.getNodeParameter('options.ignoreSystemChanges', false) as boolean;
  return (event) => {
    if (!events.includes(kindOf(event).value)) return false;
    // Alert events name no team. Those of other teams do not arrive: the webhook is registered for one team.
    if (teamId && event.team?.id && event.team.id !== teamId) return false;
    return !(ignoresSystem && isSystemChange(event));
  };
}
