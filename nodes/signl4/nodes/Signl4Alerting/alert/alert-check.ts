import type { OperationDefinition } from '@signalbox/http-core/operation';
import type * as z from 'zod/v4-mini';

import { alertTraces, alertsWith, tracesOf } from '../../api/alert-trace';
import type { eventReceipt } from '../../api/inbound-event';

/** SIGNL4 raises an alert about 200 ms after it accepts the event (signl4.md §1.8). This leaves a wide margin. */
const APPEARS_WITHIN_MS = 10_000;

/** Keyword filtering may keep an event from raising an alert, so the wait is short. */
export const AWAIT_MS = 3_000;

type Receipt = z.infer<ReturnType<typeof eventReceipt>>;
type Traces = z.infer<ReturnType<typeof alertTraces>>;
type Check = NonNullable<
  OperationDefinition<unknown, never, { externalId?: string }, Receipt, undefined, Traces>['outcomeCheck']
>;

/** Looks for the alert that an event has raised, by its external ID. */
export const alertCheck: Check = {
  request: ({ externalId }) => (externalId ? alertsWith(externalId) : undefined),
  responseSchema: alertTraces,
  found(alerts, { externalId }, isOurs) {
    const own = tracesOf(alerts, externalId!).find(
      ({ eventId, history }) => eventId && isOurs(eventId, Date.parse(history.created)),
    );
    return own && { eventId: own.eventId!, alertId: own.id };
  },
  idOf: ({ eventId }) => eventId,
  appearsWithinMs: APPEARS_WITHIN_MS,
};
