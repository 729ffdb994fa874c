import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { readTags, tagFields } from '../../api/tags';
import { changedFile, presentChange, presentedChange } from './changed-file';
import { binaryField, fileLocator, fileHints, uploadOptions } from './fields';
import { uploadParts } from './upload-parts';

export const uploadVersion = defineOperation({
  resource: 'file',
  operation: 'uploadVersion',
  name: 'Upload New Version',
  action: 'Upload a new version of a file',
  description: 'Replace the content of a file. Trust does not document whether this fires events.',
  semantics: 'non-idempotent',
  fields: [
    fileLocator,
    binaryField,
    ...tagFields('Tags of the new version, which may replace the existing ones; leave empty to keep those'),
    uploadOptions(),
  ],
  request: async (input, item) => ({
    method: 'PUT',
    path: path`/chronos/v1/file_registers/${input.fileUuid}`,
    multipart: await uploadParts(input, item, readTags(input)),
    whenEmpty: {},
  }),
  responseSchema: changedFile,
  toItem: (answer: object, input) => presentChange(answer, input),
  output: presentedChange,
  hints: fileHints,
});
