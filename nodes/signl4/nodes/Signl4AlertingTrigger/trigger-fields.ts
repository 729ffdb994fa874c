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
    description: 'What starts the workflow. SIGNL4 sends every event; the others are answered and dropped.',
  },
  {
    displayName: 'Team',
    name: 'teamId',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description: 'Only events of this team. Leave it empty for all teams.',
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
          'The trigger registers its webhook in SIGNL4 and removes it again. Needs an API key with write access.',
      },
      {
        name: 'Manual',
        value: 'manual',
        description: 'You register the webhook in the SIGNL4 portal. Needs no API key.',
      },
    ],
    default: 'automatic',
    description: 'Who makes SIGNL4 send its events to this trigger',
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
          'Whether to register an HTTP address, whose events and token everybody on the way can read',
      },
      {
        displayName: 'Ignore System Changes',
        name: 'ignoreSystemChanges',
        type: 'boolean',
        default: false,
        description:
          'Whether to drop alerts that were acknowledged or closed by a system and not by a person, such as by this n8n. Turn it on if the workflow itself acknowledges or resolves alerts.',
      },
    ],
  },
];
