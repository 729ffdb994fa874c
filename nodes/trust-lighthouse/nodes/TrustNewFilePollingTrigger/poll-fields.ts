import type { INodeProperties } from 'n8n-workflow';

import { companyField } from '../api/company';
import { downloadFields } from '../api/download-fields';
import { tagFields } from '../api/tags';

export const pollFields: INodeProperties[] = [
  ...tagFields(
    'The tags that a file must have, each with exactly this value. It may have others besides. None: every new file',
  ),
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
          'How late a file may show up in the list behind newer ones. The search goes back this far, where there are very many files only every few minutes; a file that was found before is not given again.',
      },
      {
        displayName: 'Time Zone Margin (Hours)',
        name: 'timeZoneMargin',
        type: 'number',
        typeOptions: { minValue: 0, maxValue: 14, numberPrecision: 0 },
        default: 4,
        description:
          'Trust does not document the time zone of the dates by which files are searched. The search begins this much earlier, so none is missed if it is as many hours behind UTC; what is too old is left out here.',
      },
    ],
  },
];
