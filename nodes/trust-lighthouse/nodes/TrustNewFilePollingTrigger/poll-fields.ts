import type { INodeProperties } from 'n8n-workflow';

import { companyField } from '../api/company';
import { downloadFields } from '../api/download-fields';
import { tagFields } from '../api/tags';

export const pollFields: INodeProperties[] = [
  ...tagFields('Tags that a file must have, each with exactly this value; leave empty for all new files'),
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
        displayName: 'Overlap (Minutes)',
        name: 'overlap',
        type: 'number',
        typeOptions: { minValue: 1, maxValue: 1440, numberPrecision: 0 },
        default: 15,
        description:
          'How far back each search reaches, to find files that appear in the list late. With many files, most polls only look at the newest ones. A file is never returned twice.',
      },
      {
        displayName: 'Time Zone Margin (Hours)',
        name: 'timeZoneMargin',
        type: 'number',
        typeOptions: { minValue: 0, maxValue: 14, numberPrecision: 0 },
        default: 4,
        description:
          'How much earlier the search starts, because Trust does not document the time zone of its dates. Covers time zones up to this many hours behind UTC. Files that are too old are skipped.',
      },
    ],
  },
];
