import type { INodeProperties } from 'n8n-workflow';

/** "Download File" option shared by both triggers. */
export const downloadFields: INodeProperties[] = [
  {
    displayName: 'Download File',
    name: 'download',
    type: 'boolean',
    default: false,
    description:
      'Whether to include the content of the file. If the download fails, the workflow still runs and the item has the reason in downloadError.',
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
