import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';

import { guid } from '../../api/ids';

export const scheduleIdField = {
  displayName: 'Schedule ID',
  name: 'scheduleId',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. 5f1c7b1e-2f4f-4c39-8d53-1d1ad0a7e2a1',
  description: 'ID of the planned duty, as Schedule: Get Many gives it',
  [schema]: guid,
} as const satisfies Field;

export const startField = {
  displayName: 'Start',
  name: 'start',
  type: 'dateTime',
  default: '',
  required: true,
  description: 'When the duty begins',
} as const satisfies Field;

export const endField = {
  displayName: 'End',
  name: 'end',
  type: 'dateTime',
  default: '',
  required: true,
  description: 'When the duty ends',
} as const satisfies Field;

export const scheduleHints = {
  403: 'The API key may not plan duties. Create one with full access in the SIGNL4 portal under Integrations > API Keys.',
  404: 'SIGNL4 does not know this team, user or planned duty. Choose the team and the user from their lists, and find planned duties with Schedule: Get Many.',
  409: 'The user has another duty at that time. Read it with Schedule: Get Many, and delete it first, or use Schedule: Create Many with Override Existing.',
};
