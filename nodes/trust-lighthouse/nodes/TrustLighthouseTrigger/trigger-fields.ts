import type { INodeProperties } from 'n8n-workflow';

import { companyField } from '../api/company';
import { downloadFields } from '../api/download-fields';
import { tagFields } from '../api/tags';

export const triggerFields: INodeProperties[] = [
  {
    displayName:
      'Trust documents no way to list or to remove the events of this trigger. So it registers as few as it can, uses them again, and tells you the IDs of those that it had to leave behind: in the log of n8n, and in each item as leftoverEvents.',
    name: 'eventNotice',
    type: 'notice',
    default: '',
  },
  ...tagFields('The tags that a file must have, each with exactly this value. It may have others besides'),
  companyField,
  ...downloadFields,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Allow Local Callback URL',
        name: 'allowLocalCallbackUrl',
        type: 'boolean',
        default: false,
        description:
          'Whether to register a webhook URL that is not encrypted or not on the internet, for an emulator that runs beside n8n',
      },
      {
        displayName: 'Confirm with Chronos',
        name: 'confirm',
        type: 'boolean',
        default: false,
        description:
          'Whether to ask Chronos for the tags of the file before a notice counts. Nothing in a notice proves that it comes from Trust, except that its sender knows the webhook URL.',
      },
      {
        displayName: 'Events Removed by Trust',
        name: 'removedEvents',
        type: 'string',
        default: '',
        placeholder: 'e.g. 0b1f9d1e-3c55-4b0a-9a2e-6f5d1c7e8a90',
        description:
          'IDs, separated by commas, of events that Trust has removed for you. They are not used again, and not named as left behind any more.',
      },
      {
        displayName: 'Refuse to Leave Events Behind',
        name: 'refuseSecond',
        type: 'boolean',
        default: false,
        description:
          'Whether publishing the workflow fails, with their IDs in the error, while there are events that cannot be removed and do not fit. If not, another one is registered beside them; they start nothing.',
      },
      {
        displayName: 'Remove Events by API (Undocumented)',
        name: 'removeByApi',
        type: 'boolean',
        default: false,
        description:
          'Whether to try DELETE /lighthouse/api/v1/event/{ID}, which Trust does not document. An event that Trust does not confirm as removed counts as left behind.',
      },
    ],
  },
];
