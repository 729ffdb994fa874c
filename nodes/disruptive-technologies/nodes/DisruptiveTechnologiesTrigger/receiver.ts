import type { EventVersion, SubscriptionState, WebhookReceiver } from '@signalbox/http-core/webhook';
import type { IWebhookFunctions } from 'n8n-workflow';

import { pushSchema, sourceOf } from './event';
import type { Push } from './event';
import { wantedPushes } from './is-wanted';
import { microseconds } from './microseconds';
import { presentEvent } from './present-event';
import { readSettings } from './trigger-settings';
import { signatureId, verifySignature } from './verify-signature';

/** Events have a few hundred bytes; a temperature may include the samples of a whole heartbeat. */
const MAX_BYTES = 256 * 1024;

/** Twice the default: the service retries undelivered events for 12 hours (disruptive-technologies.md §3d). */
const SEEN_LIMIT = 2_000;

/** Receives the events that a Data Connector pushes. */
export const receiver: WebhookReceiver<Push> = {
  maxBytes: MAX_BYTES,
  verify: verifySignature,
  needsSecret: (state) => readSettings(state).verification === 'sharedSecret',
  schema: pushSchema,
  accepts: wantedPushes,
  deliveryId: ({ event }, delivery, state) =>
    event.eventId ? registrationOf(state) + event.eventId : signatureId(delivery, state),
  seenLimit: SEEN_LIMIT,
  latestOnly: momentsOf,
  toItems: (push) => [{ json: presentEvent(push) }],
};

/** Version of an event among those of the same type and device, if the user wants only newer ones. */
function momentsOf(
  ctx: IWebhookFunctions,
  state: SubscriptionState,
): ((push: Push) => EventVersion | undefined) | undefined {
  if (!(ctx.getNodeParameter('options.onlyNewer', false) as boolean)) return undefined;
  return (push) => {
    const at = microseconds(push.event.timestamp);
    if (at === undefined) return undefined;
    const { deviceId = push.event.targetName ?? '' } = sourceOf(push);
    return { key: JSON.stringify([registrationOf(state), deviceId, push.event.eventType]), at };
  };
}

/**
 * Makes event keys unique to a registration if each begins with the current state: that state repeats IDs and times of
 * earlier events (assumed: disruptive-technologies.md §9, 16). Each registration has its own signing key.
 */
function registrationOf(state: SubscriptionState): string {
  return readSettings(state).connector?.emitsState ? (state.recipes[0]?.nonce ?? '') : '';
}
