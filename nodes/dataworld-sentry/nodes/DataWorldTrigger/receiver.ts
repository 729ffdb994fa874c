import { withSecrets } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';

import { authorizationKey } from './authorization-key';
import { deliveryId } from './delivery-id';
import { eventSchema } from './event';
import type { Event } from './event';
import { wantedEvents } from './is-wanted';
import { presentEvent } from './present-event';
import { webhookKey } from './subscription';

/** An event has some hundred bytes, and a list has one for each of the files that were changed at once. */
const MAX_BYTES = 1024 * 1024;

/** Takes the events of data.world. It signs nothing, so the authorization key is what authenticates them. */
export const receiver: Receiver<Event> = {
  maxBytes: MAX_BYTES,
  verify: withSecrets({ userSecret: webhookKey }, authorizationKey),
  // Events about files come as a list, one for each file, though the documentation shows no list: data.world's own Slack app
  // (github.com/datadotworld/slack-app, server/controllers/webhook.js) reads them so.
  split: (body) => (Array.isArray(body) ? (body as unknown[]) : [body]),
  schema: eventSchema,
  deliveryId,
  accepts: wantedEvents,
  toItems: (event) => [{ json: presentEvent(event) }],
};
