import { defineOperation } from '@signalbox/http-core/operation';

import { companyField } from '../../api/company';
import { presentFile, presentedFile } from '../../api/file';
import type { File } from '../../api/file';
import { PAGE_SIZE, numberedPages } from '../../api/page';
import { filePage, searchFiles } from '../../api/search-files';
import { readTags, tagFields } from '../../api/tags';
import { dateField } from './fields';

export const search = defineOperation({
  resource: 'file',
  operation: 'search',
  name: 'Search',
  action: 'Search files',
  description: 'List the files of a company that match the filters',
  semantics: 'safe',
  fields: [
    ...tagFields('Only files with all of these tags'),
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'Deleted',
          name: 'deleted',
          type: 'boolean',
          default: false,
          description: 'Whether to list deleted files',
        },
        {
          displayName: 'Name Contains',
          name: 'search',
          type: 'string',
          default: '',
          placeholder: 'e.g. contract',
          description: 'Only files whose name contains this text',
        },
        dateField('Uploaded After', 'fromDate', 'Only files uploaded at or after this time'),
        dateField('Uploaded Before', 'untilDate', 'Only files uploaded up to this time'),
      ],
    },
    companyField,
  ],
  request: ({ companyId, search, fromDate, untilDate, deleted, ...tags }, { limit }) =>
    searchFiles({
      companyId,
      search,
      fromDate,
      untilDate,
      deleted,
      tags: readTags(tags),
      perPage: Math.min(limit, PAGE_SIZE),
    }),
  responseSchema: filePage,
  pages: numberedPages<File>(),
  toItem: (file: File) => presentFile(file),
  output: presentedFile,
});
