import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';

import { eventTypesField } from '../fields';
import { textList } from '../inputs';

/** Settings of connectors of every type. */
export const displayNameField = {
  displayName: 'Display Name',
  name: 'displayName',
  type: 'string',
  default: '',
  placeholder: 'e.g. n8n',
  description: 'Name of the Data Connector in DT Studio',
} as const satisfies Field;

export const eventsField = eventTypesField('events', 'Events to send. Leave empty for all.');

export const labelKeysField = {
  displayName: 'Device Labels',
  name: 'labels',
  type: 'string',
  typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
  default: ['name'],
  placeholder: 'e.g. room',
  description: 'Keys of the device labels to send with each event. "name" is the name of the device.',
  [schema]: textList,
} as const satisfies Field;

export const statusField = {
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
} as const satisfies Field;
