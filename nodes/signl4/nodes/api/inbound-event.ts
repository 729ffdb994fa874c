import { SECRET_SEGMENT } from '@signalbox/credentials';
import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/** Response of the inbound webhook to every event it accepts (signl4.md §1.8). */
export const eventReceipt = lazy(() => z.looseObject({ eventId: z.string() }));

/** An event for the inbound webhook; the credential puts the team secret into the path. */
export function inboundEvent(content: Pick<RequestSpec, 'body' | 'multipart'>): RequestSpec {
  return { method: 'POST', path: path`/webhook/${SECRET_SEGMENT}`, bucket: 'events', ...content };
}

/** Reserved parameters of the inbound webhook. They are fields of the body, not headers (signl4.md §1.3). */
export const RESERVED = {
  service: 'X-S4-Service',
  location: 'X-S4-Location',
  alertingScenario: 'X-S4-AlertingScenario',
  externalId: 'X-S4-ExternalID',
  status: 'X-S4-Status',
  filtering: 'X-S4-Filtering',
  sourceSystem: 'X-S4-SourceSystem',
} as const;

/** Hints for errors of the inbound webhook. */
const WRONG_SECRET =
  'Check the team secret of the credential, which authenticates this request: the last part of the inbound webhook URL in the SIGNL4 portal. The API key is not used for it.';

export const inboundHints = {
  401: WRONG_SECRET,
  403: WRONG_SECRET,
  404: 'SIGNL4 does not know the team secret of the credential. It is the last part of the inbound webhook URL in the SIGNL4 portal, not the API key.',
  400: 'Check the parameters: SIGNL4 could not read the event.',
};
