import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { companyField, companyId } from '../../api/company';
import { chronosDate } from '../../api/chronos-date';
import { fileSchema, presentFile, presentedFile } from '../../api/file';
import { readTags, tagFields, tagInput } from '../../api/tags';
import { dateField, uploadInput } from './fields';

export const deleteByFilter = defineOperation({
  resource: 'file',
  operation: 'deleteByFilter',
  name: 'Delete by Filter',
  action: 'Delete files by filter',
  description: 'Delete the files of a company from a span of time, or, as a dry run, see which these are',
  effect: 'idempotent',
  fields: [
    { ...dateField('Uploaded After', 'fromDate', 'Files from this time on'), required: true },
    { ...dateField('Uploaded Before', 'untilDate', 'Files up to this time'), required: true },
    ...tagFields('Only files with all of these tags'),
    {
      displayName: 'Folder',
      name: 'folder',
      type: 'string',
      default: '',
      placeholder: 'e.g. contracts-2026',
      description: 'Only files in this folder: letters, digits and hyphens',
    },
    {
      displayName: 'Really Delete',
      name: 'confirmDelete',
      type: 'boolean',
      default: false,
      description: 'Whether to delete the files. If not, it is a dry run, which changes nothing.',
    },
    companyField,
  ],
  input: () =>
    z.object({
      fromDate: chronosDate(),
      untilDate: chronosDate(),
      ...tagInput(),
      folder: uploadInput().folder,
      confirmDelete: z._default(z.boolean(), false),
      companyId: companyId(),
    }),
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
  // trust-lighthouse.md §4: what it answers is not documented.
  answer: () => z.looseObject({ data: z.optional(z.unknown()) }),
  present({ data }: { data?: unknown }, { confirmDelete, companyId, fromDate, untilDate }) {
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
