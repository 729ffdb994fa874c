import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_HEADER } from './authorization-key';
import { eventOptions } from './event-kinds';

export const triggerFields: INodeProperties[] = [
  {
    displayName:
      'In data.world, open the settings of the organization, dataset or project and add a webhook. Enter the Production URL of this node (see "Webhook URLs" above), and the Webhook Key from the credential as the authorization key. Events without that key are refused.',
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
      'Events that start the workflow; others are acknowledged and dropped. Access events are only sent to the webhook of an organization.',
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
          'Header in which data.world sends the authorization key, with or without a scheme such as Bearer. Change it only if every event is refused.',
      },
      {
        displayName: 'Dataset or Project',
        name: 'resource',
        type: 'string',
        default: '',
        placeholder: 'e.g. my-org/sales-orders',
        description:
          'Only events about this dataset or project. Enter its ID, owner/ID, the URL of its page, or its name.',
      },
      {
        displayName: 'Owner',
        name: 'owner',
        type: 'string',
        default: '',
        placeholder: 'e.g. my-org',
        description: 'Only events about resources of this user or organization. Enter its ID or name.',
      },
    ],
  },
];
