import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { eventTypesField } from '../fields';
import { eventTypeList, textList } from '../inputs';

/** Settings of connectors of every type. */
export const displayNameField: INodeProperties = {
  displayName: 'Display Name',
  name: 'displayName',
  type: 'string',
  default: '',
  placeholder: 'e.g. n8n',
  description: 'Name of the Data Connector in DT Studio',
};

export const eventsField = eventTypesField('events', 'Events to send. Leave empty for all.');

export const labelKeysField: INodeProperties = {
  displayName: 'Device Labels',
  name: 'labels',
  type: 'string',
  typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
  default: ['name'],
  placeholder: 'e.g. room',
  description: 'Keys of the device labels to send with each event. "name" is the name of the device.',
};

export const statusField: INodeProperties = {
  displayName: 'Status',
  name: 'status',
  type: 'options',
  options: [
    { name: 'Active', value: 'ACTIVE', description: 'Events are sent' },
    { name: 'Disabled', value: 'USER_DISABLED', description: 'Events are dropped for good' },
  ],
  default: 'ACTIVE',
  description:
    'Whether the Data Connector sends events. Events missed while it is disabled are not sent later.',
};

export const settingsShape = () => ({
  displayName: z.optional(z.string()),
  events: z.optional(eventTypeList()),
  labels: z.optional(textList()),
  status: z.optional(z.enum(['ACTIVE', 'USER_DISABLED'])),
});
