import { defineOperation } from '@signalbox/http-core/operation';

import { eventReceipt, inboundRemedies } from '../../api/inbound-event';
import { statusByExternalId, statusEvent, statusFields } from './status-by-external-id';

export const resolveByExternalId = defineOperation({
  resource: 'alert',
  operation: 'resolveByExternalId',
  name: 'Resolve by External ID',
  action: 'Resolve alerts by external ID',
  description: 'Close the alerts that were sent with an external ID',
  effect: 'idempotent',
  fields: statusFields,
  input: statusByExternalId,
  request: (input) => statusEvent('resolved', input),
  answer: eventReceipt,
  remedies: inboundRemedies,
});
