import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { alertSchema, toAlertItem, alertItem } from '../../api/alert';
import { getAlert } from '../../api/alert-request';
import { alertLocator } from './fields';

export const get = defineOperation({
  resource: 'alert',
  operation: 'get',
  name: 'Get',
  action: 'Get an alert',
  description: 'Retrieve the current state of an alert',
  semantics: 'safe',
  fields: [
    alertLocator,
    {
      displayName: 'Include Details',
      name: 'includeDetails',
      type: 'boolean',
      default: false,
      description: 'Whether to include parameters, attachments, escalations and the timeline',
    },
  ],
  request: ({ alertId, includeDetails }) =>
    includeDetails ? { method: 'GET', path: path`/api/v2/alerts/${alertId}/details` } : getAlert(alertId),
  responseSchema: alertSchema,
  toItem: toAlertItem,
  output: alertItem,
  hints: {
    404: 'SIGNL4 does not know this alert. Choose it from the list, or check the ID. Note that an event ID is not an alert ID.',
  },
});
