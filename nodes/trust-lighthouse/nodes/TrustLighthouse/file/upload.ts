import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { companyField, companyId } from '../../api/company';
import { oneFile, presentFile, presentedFile } from '../../api/file';
import type { OneFile } from '../../api/file';
import { readTags, tagFields, tagInput } from '../../api/tags';
import { binaryField, uploadInput, uploadOptions } from './fields';
import { uploadParts } from './upload-parts';

export const upload = defineOperation({
  resource: 'file',
  operation: 'upload',
  name: 'Upload',
  action: 'Upload a file',
  description: 'Bring a file with its tags to Chronos, which fires the events that wait for them',
  effect: 'once',
  fields: [
    binaryField,
    ...tagFields('The tags of the file'),
    uploadOptions({
      displayName: 'Storage Service',
      name: 'serviceName',
      type: 'string',
      default: '',
      placeholder: 'e.g. default_name',
      description: 'Name of a storage service that Trust has set up for the company, if not its own one',
    }),
    companyField,
  ],
  input: () =>
    z.object({
      ...uploadInput(),
      ...tagInput(),
      serviceName: z.optional(z.string()),
      companyId: companyId(),
    }),
  request: async (input, item) => ({
    method: 'POST',
    path: path`/chronos/v1/file_registers/`,
    multipart: await uploadParts(input, item, readTags(input), {
      company_id: input.companyId,
      service_name: input.serviceName,
    }),
  }),
  answer: oneFile,
  present: ({ data }: OneFile) => presentFile(data),
  output: presentedFile,
  remedies: {
    404: 'The company has no such storage service. Leave Storage Service empty for its own one, or ask Trust for the name.',
  },
});
