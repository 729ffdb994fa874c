import { defineOperation } from '@signalbox/http-core/operation';

import { alertSchema, toAlertItem, alertItem } from '../../api/alert';
import type { Alert } from '../../api/alert';
import { getAlert } from '../../api/alert-request';
import { changeStatus, statusChangeFields } from './status-change';

/** AlertStatusCodes (signl4.md §2.5): acknowledged, or closed since. */
const DONE: readonly number[] = [2, 4];

export const acknowledge = defineOperation({
  resource: 'alert',
  operation: 'acknowledge',
  name: 'Acknowledge',
  action: 'Acknowledge an alert',
  description: 'Acknowledge an alert on behalf of a user',
  semantics: 'idempotent',
  fields: statusChangeFields,
  request: (input) => changeStatus('acknowledge', input),
  responseSchema: alertSchema,
  toItem: toAlertItem,
  output: alertItem,
  outcomeCheck: {
    request: ({ alertId }) => getAlert(alertId),
    found: (alert, { userId }) => (isAcknowledgedBy(alert, userId) ? alert : undefined),
  },
  hints: {
    404: 'SIGNL4 does not know this alert or this user. Choose both from their lists.',
    409: 'It is closed already, or has been acknowledged by this user. Check its current state with Alert: Get.',
  },
});

/** An alert that requires several acknowledgements stays open after the first. */
function isAcknowledgedBy({ status, history }: Alert, userId: string): boolean {
  return DONE.includes(status.statusCode) || history?.acknowledgements?.includes(userId) === true;
}
