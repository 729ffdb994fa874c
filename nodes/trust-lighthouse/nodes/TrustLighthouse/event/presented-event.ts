import { lazy } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { presentEvent } from '../../api/event';
import type { CreatedEvent } from '../../api/event';

/** Output shape of a new event. Trust's response does not include the action (trust-lighthouse.md §3.1). */
export const presentedEvent = lazy(() =>
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

export const eventHints = {
  422: 'Correct the fields named by Trust. For the company, check Company ID here and in the credential.',
};
