import { defineOperation } from '@signalbox/http-core/operation';

import { alertSchema, toAlertItem, alertItem } from '../../api/alert';
import { getAlert } from '../../api/alert-request';
import { changeStatus, statusChangeFields } from './status-change';

/** AlertStatusCodes (signl4.md §2.5). */
const CLOSED = 4;

export const close = defineOperation({
  resource: 'alert',
  operation: 'close',
  name: 'Close',
  action: 'Close an alert',
  description: 'Close an alert on behalf of a user',
  semantics: 'idempotent',
  fields: statusChangeFields,
  request: (input) => changeStatus('close', input),
  responseSchema: alertSchema,
  toItem: toAlertItem,
  output: alertItem,
  outcomeCheck: {
    request: ({ alertId }) => getAlert(alertId),
    found: (alert) => (alert.status.statusCode === CLOSED ? alert : undefined),
  },
  hints: {
    404: 'SIGNL4 does not know this alert or this user. Choose both from their lists.',
    409: 'It is closed already. Check its current state with Alert: Get.',
  },
});
