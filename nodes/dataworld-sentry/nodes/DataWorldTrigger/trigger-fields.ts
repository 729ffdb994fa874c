import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_HEADER } from './authorization-key';
import { eventOptions } from './event-kinds';

export const triggerFields: INodeProperties[] = [
  {
    displayName:
      'In data.world, open the settings of the organization, dataset or project, add a webhook there, and enter the Production URL of this node (see "Webhook URLs" above) and, as authorization key, the Webhook Key of the credential. Without that key every event is refused.',
    name: 'registrationNotice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: eventOptions,
    default: ['datasetUpdated', 'fileCreated', 'fileUpdated'],
    required: true,
    description:
      'What starts the workflow; the others are answered and dropped. Those about access come to the webhook of an organization only.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Authorization Header',
        name: 'authorizationHeader',
        type: 'string',
        default: DEFAULT_HEADER,
        description:
          'Header in which data.world sends the authorization key, alone or behind a word like Bearer. Change it only if every event is refused.',
      },
      {
        displayName: 'Dataset or Project',
        name: 'resource',
        type: 'string',
        default: '',
        placeholder: 'e.g. my-org/sales-orders',
        description: 'Only events of this one: its ID, owner/ID, the address of its page, or its name',
      },
      {
        displayName: 'Owner',
        name: 'owner',
        type: 'string',
        default: '',
        placeholder: 'e.g. my-org',
        description: 'Only events about what belongs to this user or organization: its ID or its name',
      },
    ],
  },
];
