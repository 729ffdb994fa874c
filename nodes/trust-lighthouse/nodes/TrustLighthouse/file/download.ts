import { downloadedFile, path } from '@signalbox/http-core';
import type { DownloadedFile } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { fileLocator, fileHints } from './fields';

export const download = defineOperation({
  resource: 'file',
  operation: 'download',
  name: 'Download',
  action: 'Download a file',
  description: 'Download the content of a file',
  semantics: 'safe',
  fields: [
    fileLocator,
    {
      displayName: 'Put Output File in Field',
      name: 'binaryField',
      type: 'string',
      default: 'data',
      required: true,
      placeholder: 'e.g. data',
      description: 'The name of the output binary field to put the file in',
      hint: 'Later nodes find the file under this name',
    },
    {
      displayName: 'File Name',
      name: 'fileName',
      type: 'string',
      default: '',
      placeholder: 'e.g. contract.pdf',
      description:
        'Name of the file in the output. Leave empty to use the name from Chronos, if there is one.',
    },
  ],
  request: ({ fileUuid }) => ({
    method: 'GET',
    path: path`/chronos/v1/file_registers/${fileUuid}`,
    file: {},
  }),
  responseSchema: downloadedFile,
  attach: ({ fileName: given }: DownloadedFile, { fileUuid, binaryField, fileName }) => ({
    binaryField,
    // The headers of a download are undocumented (trust-lighthouse.md §4), so the name may be missing.
    fileName: fileName ?? given ?? fileUuid,
  }),
  toItem: ({ content, mimeType, fileName: given }: DownloadedFile, { fileUuid, fileName }) => ({
    uuid: fileUuid,
    name: fileName ?? given,
    mimeType,
    sizeBytes: content.length,
  }),
  output: () =>
    z.object({
      uuid: z.string(),
      name: z.optional(z.string()),
      mimeType: z.string(),
      sizeBytes: z.int(),
    }),
  hints: fileHints,
});
