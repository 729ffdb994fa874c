import { withSecrets } from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';

import { authorizationKey } from './authorization-key';
import { deliveryId } from './delivery-id';
import { eventsSchema } from './event';
import type { Events } from './event';
import { isWanted } from './is-wanted';
import { presentEvent } from './present-event';
import { webhookKey } from './subscription';

/** An event has some hundred bytes, and a list has one for each of the files that were changed at once. */
const MAX_BYTES = 1024 * 1024;

/** Events remembered, also over a restart: a single delivery may hold hundreds. */
const SEEN_LIMIT = 1_000;

/** Takes the events of data.world. It signs nothing, so the authorization key is what authenticates them. */
export const receiver: Receiver<Events> = {
  maxBytes: MAX_BYTES,
  seenLimit: SEEN_LIMIT,
  savedLimit: SEEN_LIMIT,
  verify: withSecrets({ given: webhookKey }, authorizationKey),
  schema: eventsSchema,
  split: (events) => events.map((event) => [event]),
  deliveryId: ([event]) => deliveryId(event!),
  accepts: ([event], ctx) => isWanted(event!, ctx),
  present: ([event]) => [{ json: presentEvent(event!) }],
};
