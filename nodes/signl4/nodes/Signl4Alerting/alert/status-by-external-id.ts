import type { RequestSpec } from '@signalbox/http-core';
import { freeText, schema } from '@signalbox/http-core/operation';
import type { Field, InputOf } from '@signalbox/http-core/operation';

import { RESERVED, inboundEvent } from '../../api/inbound-event';
import { externalIdField, sourceSystemField } from './fields';

export const statusFields = [
  externalIdField,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Message',
        name: 'message',
        type: 'string',
        default: '',
        description: 'Reason for the change, shown with the event in the SIGNL4 portal',
        [schema]: freeText,
      },
      sourceSystemField,
    ],
  },
] as const satisfies readonly Field[];

/**
 * Acknowledges or resolves every alert that was raised with the external ID (signl4.md §1.6). The response is the same
 * whether there was one or not.
 */
export function statusEvent(
  status: 'acknowledged' | 'resolved',
  { externalId, message, sourceSystem }: InputOf<typeof statusFields>,
): RequestSpec {
  return inboundEvent({
    body: {
      [RESERVED.externalId]: externalId,
      [RESERVED.status]: status,
      [RESERVED.sourceSystem]: sourceSystem,
      ...(message !== undefined && { Message: message }),
    },
  });
}
