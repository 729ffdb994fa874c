import { path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import type { InputOf } from '@signalbox/http-core/operation';

import { alertLocator, commentField, userLocator } from './fields';

export const statusChangeFields = [alertLocator, userLocator, commentField] as const;

/** `V2.ChangeAlertStatusRequestInfo`; its short field names are SIGNL4's (signl4.md §2.4). */
export function changeStatus(
  verb: 'acknowledge' | 'close',
  { alertId, userId, comment }: InputOf<typeof statusChangeFields>,
): RequestSpec {
  return {
    method: 'POST',
    path: path`/api/v2/alerts/${alertId}/${verb}`,
    body: { uid: userId, ...(comment !== undefined && { descr: comment }) },
  };
}
