import type { INodeProperties } from 'n8n-workflow';

import { companyField } from '../api/company';
import { downloadFields } from '../api/download-fields';
import { tagFields } from '../api/tags';

export const triggerFields: INodeProperties[] = [
  {
    displayName:
      'Trust documents no way to list or remove the events that this trigger registers. The trigger therefore reuses them where it can, and reports the IDs of those that it had to leave behind: in the n8n log, and as leftoverEvents in each item.',
    name: 'eventNotice',
    type: 'notice',
    default: '',
  },
  ...tagFields('Tags that a file must have, each with exactly this value; it may have more'),
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
          'Whether to register a webhook URL that is not encrypted or not on the internet. Use only with an emulator.',
      },
      {
        displayName: 'Confirm with Chronos',
        name: 'confirm',
        type: 'boolean',
        default: false,
        description:
          'Whether to check the tags of the file with Chronos before accepting a call. Otherwise the only proof that a call comes from Trust is that the caller knows the webhook URL.',
      },
      {
        displayName: 'Events Removed by Trust',
        name: 'removedEvents',
        type: 'string',
        default: '',
        placeholder: 'e.g. 0b1f9d1e-3c55-4b0a-9a2e-6f5d1c7e8a90',
        description:
          'Comma-separated IDs of events that Trust has removed for you. They are no longer reused or reported as left behind.',
      },
      {
        displayName: 'Refuse to Leave Events Behind',
        name: 'refuseSecond',
        type: 'boolean',
        default: false,
        description:
          'Whether publishing fails, with their IDs in the error, while there are events that cannot be removed and do not fit. If not, another event is registered beside them; the old ones start nothing.',
      },
      {
        displayName: 'Remove Events by API (Undocumented)',
        name: 'removeByApi',
        type: 'boolean',
        default: false,
        description:
          'Whether to try DELETE /lighthouse/api/v1/event/{ID}, which Trust does not document. Events whose removal Trust does not confirm count as left behind.',
      },
    ],
  },
];
