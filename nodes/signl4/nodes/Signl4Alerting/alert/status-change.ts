import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import { freeText } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { alertId, guid } from '../../api/ids';
import { alertLocator, commentField, userLocator } from './fields';

export const statusChangeFields = [alertLocator, userLocator, commentField];

export const statusChange = lazy(() =>
  z.object({ alertId: alertId(), userId: guid(), comment: z.optional(freeText()) }),
);
type StatusChange = z.infer<ReturnType<typeof statusChange>>;

/** `V2.ChangeAlertStatusRequestInfo`; its short field names are SIGNL4's (signl4.md §2.4). */
export function changeStatus(
  verb: 'acknowledge' | 'close',
  { alertId, userId, comment }: StatusChange,
): RequestSpec {
  return {
    method: 'POST',
    path: path`/api/v2/alerts/${alertId}/${verb}`,
    body: { uid: userId, ...(comment !== undefined && { descr: comment }) },
  };
}
