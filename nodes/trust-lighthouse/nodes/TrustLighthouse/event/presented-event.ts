import { once } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { presentEvent } from '../../api/event';
import type { CreatedEvent } from '../../api/event';

/** A new event as the user gets it. Trust does not repeat the action (trust-lighthouse.md §3.1). */
export const presentedEvent = once(() =>
  z.looseObject({
    eventId: z.string(),
    listenerType: z.string(),
    companyId: z.string(),
    tags: z.optional(z.record(z.string(), z.string())),
    deleteAfterAction: z.boolean(),
  }),
);

export function presentNewEvent(
  event: CreatedEvent,
  { deleteAfterAction }: { deleteAfterAction: boolean },
): IDataObject {
  return { ...presentEvent(event), deleteAfterAction };
}

/** Advice for refused events. */
export const eventRemedies = {
  422: 'Correct the fields that Trust names. If it is the company, look at Company ID here and in the credential.',
};
