import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { eventTypesField } from '../fields';
import { eventTypeList, textList } from '../inputs';

/** What connectors of every type have. */
export const displayNameField: INodeProperties = {
  displayName: 'Display Name',
  name: 'displayName',
  type: 'string',
  default: '',
  placeholder: 'e.g. n8n',
  description: 'What the Data Connector is called in DT Studio',
};

export const eventsField = eventTypesField('events', 'Which events are sent. None chosen: all of them.');

export const labelKeysField: INodeProperties = {
  displayName: 'Device Labels',
  name: 'labels',
  type: 'string',
  typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
  default: ['name'],
  placeholder: 'e.g. room',
  description: 'Keys of the device labels that are sent with each event. "name" is the name of the device.',
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
  description: 'Whether it sends events. It does not catch up on what it has missed.',
};

export const settingsShape = () => ({
  displayName: z.optional(z.string()),
  events: z.optional(eventTypeList()),
  labels: z.optional(textList()),
  status: z.optional(z.enum(['ACTIVE', 'USER_DISABLED'])),
});
