import { lazy } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import { freeText } from '@signalbox/http-core/operation';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { RESERVED, inboundEvent } from '../../api/inbound-event';
import { externalIdField, sourceSystemField } from './fields';

export const statusFields: INodeProperties[] = [
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
      },
      sourceSystemField,
    ],
  },
];

export const statusByExternalId = lazy(() =>
  z.object({
    externalId: z.string().check(z.trim(), z.minLength(1)),
    message: z.optional(freeText()),
    sourceSystem: z._default(z.string(), 'n8n'),
  }),
);
type StatusByExternalId = z.infer<ReturnType<typeof statusByExternalId>>;

/**
 * Acknowledges or resolves every alert that was raised with the external ID (signl4.md §1.6). The response is the same
 * whether there was one or not.
 */
export function statusEvent(
  status: 'acknowledged' | 'resolved',
  { externalId, message, sourceSystem }: StatusByExternalId,
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
