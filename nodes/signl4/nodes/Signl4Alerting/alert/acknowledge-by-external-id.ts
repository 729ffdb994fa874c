import { defineOperation } from '@signalbox/http-core/operation';

import { eventReceipt, inboundHints } from '../../api/inbound-event';
import { statusEvent, statusFields } from './status-by-external-id';

export const acknowledgeByExternalId = defineOperation({
  resource: 'alert',
  operation: 'acknowledgeByExternalId',
  name: 'Acknowledge by External ID',
  action: 'Acknowledge alerts by external ID',
  description: 'Acknowledge all alerts that were sent with an external ID',
  semantics: 'idempotent',
  fields: statusFields,
  request: (input) => statusEvent('acknowledged', input),
  responseSchema: eventReceipt,
  hints: inboundHints,
});
