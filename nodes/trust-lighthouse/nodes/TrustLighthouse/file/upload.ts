import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { companyField } from '../../api/company';
import { oneFile, presentFile, presentedFile } from '../../api/file';
import type { OneFile } from '../../api/file';
import { readTags, tagFields } from '../../api/tags';
import { binaryField, uploadOptions } from './fields';
import { uploadParts } from './upload-parts';

export const upload = defineOperation({
  resource: 'file',
  operation: 'upload',
  name: 'Upload',
  action: 'Upload a file',
  description: 'Upload a file with tags to Chronos. This fires the events that watch for these tags.',
  semantics: 'non-idempotent',
  fields: [
    binaryField,
    ...tagFields('Tags of the file'),
    uploadOptions({
      displayName: 'Storage Service',
      name: 'serviceName',
      type: 'string',
      default: '',
      placeholder: 'e.g. default_name',
      description:
        'Name of a storage service that Trust set up for the company. Leave empty to use the default one.',
    }),
    companyField,
  ],
  request: async (input, item) => ({
    method: 'POST',
    path: path`/chronos/v1/file_registers/`,
    multipart: await uploadParts(input, item, readTags(input), {
      company_id: input.companyId,
      service_name: input.serviceName,
    }),
  }),
  responseSchema: oneFile,
  toItem: ({ data }: OneFile) => presentFile(data),
  output: presentedFile,
  hints: {
    404: 'The company has no such storage service. Leave Storage Service empty to use the default one, or ask Trust for the name.',
  },
});
