import { withSecrets } from '@signalbox/http-core/webhook';
import type { WebhookReceiver } from '@signalbox/http-core/webhook';

import { authorizationKey } from './authorization-key';
import { deliveryId } from './delivery-id';
import { eventSchema } from './event';
import type { Event } from './event';
import { wantedEvents } from './is-wanted';
import { presentEvent } from './present-event';
import { webhookKey } from './subscription';

/** An event has a few hundred bytes; a list has one for each file of a change. */
const MAX_BYTES = 1024 * 1024;

/** Receives the events of data.world, which signs nothing: the authorization key authenticates them. */
export const receiver: WebhookReceiver<Event> = {
  maxBytes: MAX_BYTES,
  verify: withSecrets({ userSecret: webhookKey }, authorizationKey),
  // File events come as a list, one entry for each file. The documentation shows no list, but data.world's own Slack
  // app reads one (github.com/datadotworld/slack-app, server/controllers/webhook.js).
  split: (body) => (Array.isArray(body) ? (body as unknown[]) : [body]),
  schema: eventSchema,
  deliveryId,
  accepts: wantedEvents,
  toItems: (event) => [{ json: presentEvent(event) }],
};
