import type { INodeProperties } from 'n8n-workflow';

import { GUID } from '../api/ids';
import { eventOptions } from './event-kinds';

export const triggerFields: INodeProperties[] = [
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: eventOptions,
    default: ['alertAcknowledged', 'alertClosed'],
    required: true,
    description: 'Events that start the workflow. SIGNL4 sends all events; the trigger ignores the others.',
  },
  {
    displayName: 'Team',
    name: 'teamId',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description: 'Team whose events start the workflow. Leave empty for all teams.',
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'All teams',
        typeOptions: { searchListMethod: 'searchTeams', searchable: true },
      },
      {
        displayName: 'By ID',
        name: 'id',
        type: 'string',
        placeholder: 'e.g. 0e8979f7-0c6a-472d-8918-ecfd339252f8',
        validation: [{ type: 'regex', properties: { regex: GUID, errorMessage: 'A team ID is a GUID' } }],
      },
    ],
  },
  {
    displayName: 'Registration',
    name: 'registration',
    type: 'options',
    options: [
      {
        name: 'Automatic',
        value: 'automatic',
        description:
          'The trigger registers its webhook in SIGNL4 and removes it on deactivation. Requires an API key with write access.',
      },
      {
        name: 'Manual',
        value: 'manual',
        description: 'You register the webhook in the SIGNL4 portal. Does not require an API key.',
      },
    ],
    default: 'automatic',
    description: 'How the webhook is registered in SIGNL4',
  },
  {
    displayName:
      'In the SIGNL4 portal, under Integrations > Gallery > Webhook (Outbound), register the Production URL of this node (see "Webhook URLs" above) followed by <code>?token=</code> and the Webhook Token of the credential. SIGNL4 signs nothing: without that token every event is refused.',
    name: 'manualNotice',
    type: 'notice',
    displayOptions: { show: { registration: ['manual'] } },
    default: '',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Allow Unencrypted Webhook URL',
        name: 'allowHttp',
        type: 'boolean',
        default: false,
        description:
          'Whether to allow an HTTP webhook URL. Anyone on the network path can then read the events and the token.',
      },
      {
        displayName: 'Ignore System Changes',
        name: 'ignoreSystemChanges',
        type: 'boolean',
        default: false,
        description:
          'Whether to ignore alerts acknowledged or closed by a system, such as n8n, instead of a person. Turn this on if the workflow itself acknowledges or resolves alerts.',
      },
    ],
  },
];
