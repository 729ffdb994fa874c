import type { INodeProperties } from 'n8n-workflow';

/** Whether a trigger brings the content of the file along. */
export const downloadFields: INodeProperties[] = [
  {
    displayName: 'Download File',
    name: 'download',
    type: 'boolean',
    default: false,
    description:
      'Whether to get the content of the file as well. If that fails, the workflow runs all the same, and the item says why in downloadError.',
  },
  {
    displayName: 'Put Output File in Field',
    name: 'binaryField',
    type: 'string',
    displayOptions: { show: { download: [true] } },
    default: 'data',
    required: true,
    placeholder: 'e.g. data',
    description: 'The name of the output binary field to put the file in',
    hint: 'Later nodes find the file under this name',
  },
];
