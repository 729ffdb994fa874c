import { defineOperation } from '@signalbox/http-core/operation';

import { eventReceipt, inboundHints } from '../../api/inbound-event';
import { statusEvent, statusFields } from './status-by-external-id';

export const resolveByExternalId = defineOperation({
  resource: 'alert',
  operation: 'resolveByExternalId',
  name: 'Resolve by External ID',
  action: 'Resolve alerts by external ID',
  description: 'Close all alerts that were sent with an external ID',
  semantics: 'idempotent',
  fields: statusFields,
  request: (input) => statusEvent('resolved', input),
  responseSchema: eventReceipt,
  hints: inboundHints,
});
