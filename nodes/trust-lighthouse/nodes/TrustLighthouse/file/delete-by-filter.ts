import { path } from '@signalbox/http-core';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { companyField } from '../../api/company';
import { fileSchema, presentFile, presentedFile } from '../../api/file';
import { readTags, tagFields } from '../../api/tags';
import { dateField, folder } from './fields';

export const deleteByFilter = defineOperation({
  resource: 'file',
  operation: 'deleteByFilter',
  name: 'Delete by Filter',
  action: 'Delete files by filter',
  description: 'Delete the files that a company uploaded in a period of time, or list them in a dry run',
  semantics: 'idempotent',
  fields: [
    {
      ...dateField('Uploaded After', 'fromDate', 'Only files uploaded at or after this time'),
      required: true,
    },
    { ...dateField('Uploaded Before', 'untilDate', 'Only files uploaded up to this time'), required: true },
    ...tagFields('Only files with all of these tags'),
    {
      displayName: 'Folder',
      name: 'folder',
      type: 'string',
      default: '',
      placeholder: 'e.g. contracts-2026',
      description: 'Only files in this folder. Letters, digits and hyphens are allowed.',
      [schema]: () => z.optional(folder()),
    },
    {
      displayName: 'Really Delete',
      name: 'confirmDelete',
      type: 'boolean',
      default: false,
      description: 'Whether to delete the files. If not, a dry run lists them and changes nothing.',
    },
    companyField,
  ],
  request({ companyId, fromDate, untilDate, folder, confirmDelete, ...input }) {
    const tags = readTags(input);
    return {
      method: 'DELETE',
      path: path`/chronos/v1/file_registers/${companyId}/filters`,
      body: {
        from_date: fromDate,
        until_date: untilDate,
        confirm_delete: confirmDelete,
        folder,
        ...(Object.keys(tags).length > 0 && { tags }),
      },
      whenEmpty: {},
    };
  },
  // The response is undocumented (trust-lighthouse.md §4).
  responseSchema: () => z.looseObject({ data: z.optional(z.unknown()) }),
  toItem({ data }: { data?: unknown }, { confirmDelete, companyId, fromDate, untilDate }) {
    const files = z.safeParse(z.array(fileSchema()), data);
    return {
      dryRun: !confirmDelete,
      companyId,
      fromDate,
      untilDate,
      ...(files.success
        ? { count: files.data.length, files: files.data.map(presentFile) }
        : { answer: data ?? null }),
    };
  },
  output: () =>
    z.object({
      dryRun: z.boolean(),
      companyId: z.string(),
      fromDate: z.string(),
      untilDate: z.string(),
      count: z.optional(z.int()),
      files: z.optional(z.array(presentedFile())),
    }),
});
