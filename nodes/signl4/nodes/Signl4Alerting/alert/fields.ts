import { freeText, schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { ALERT_ID, GUID, alertId, guid } from '../../api/ids';

export const alertLocator = {
  displayName: 'Alert',
  name: 'alertId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'The alert to read or change',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose an alert...',
      typeOptions: { searchListMethod: 'searchAlerts', searchable: true },
    },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. 2518236416804564453_12ea0f6f-948c-43d0-9034-f9565d7b6bd2',
      validation: [
        {
          type: 'regex',
          properties: {
            regex: ALERT_ID,
            errorMessage: 'An alert ID has 19 digits, an underscore and a GUID',
          },
        },
      ],
    },
  ],
  [schema]: alertId,
} as const satisfies Field;

export const userLocator = {
  displayName: 'User',
  name: 'userId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description:
    'User that SIGNL4 records as making the change. Required because an API key does not belong to a person.',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose a user...',
      typeOptions: { searchListMethod: 'searchUsers', searchable: true },
    },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. f0bd5063-9588-41cf-b3d9-94e5647dedc5',
      validation: [{ type: 'regex', properties: { regex: GUID, errorMessage: 'A user ID is a GUID' } }],
    },
  ],
  [schema]: guid,
} as const satisfies Field;

export const externalIdField = {
  displayName: 'External ID',
  name: 'externalId',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. INC-4711',
  description: 'External ID that the alert was sent with',
} as const satisfies Field;

export const commentField = {
  displayName: 'Comment',
  name: 'comment',
  type: 'string',
  default: '',
  description: 'Note to store with the change',
  [schema]: () => z.optional(freeText()),
} as const satisfies Field;

export const sourceSystemField = {
  displayName: 'Source System',
  name: 'sourceSystem',
  type: 'string',
  default: 'n8n',
  description: 'Source that SIGNL4 shows for the event',
  [schema]: () => z._default(z.string(), 'n8n'),
} as const satisfies Field;
