import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { readSomeTags, tagFields, tagInput } from '../../api/tags';
import { isRecord, tagMap } from '../../api/wire';
import { changedFile, presentChange, presentedChange } from './changed-file';
import { fileLocator, fileRemedies, fileUuid } from './fields';

/** With the slash at the end, as documented (trust-lighthouse.md §4). */
const tagsOf = (uuid: string) => path`/chronos/v1/file_registers/${uuid}/tags/`;

/**
 * trust-lighthouse.md §4: a 404 about "Tags" says that the file has none; one about "File Register" that there is no
 * file.
 */
function hasNone(status: number, body: unknown): boolean {
  return status === 404 && isRecord(body) && body.resource === 'Tags';
}

export const getTags = defineOperation({
  resource: 'file',
  operation: 'getTags',
  name: 'Get Tags',
  action: 'Get the tags of a file',
  description: 'Retrieve the tags of a file; a file without tags gives none',
  effect: 'read',
  fields: [fileLocator],
  input: () => z.object({ fileUuid: fileUuid() }),
  request: ({ fileUuid }) => ({
    method: 'GET',
    path: tagsOf(fileUuid),
    contentOf: (status, body) => (hasNone(status, body) ? { data: {} } : undefined),
  }),
  answer: () => z.looseObject({ data: z.nullish(tagMap()) }),
  present: ({ data }: { data?: object | null | undefined }, { fileUuid }) => ({
    uuid: fileUuid,
    tags: { ...data },
  }),
  output: () => z.object({ uuid: z.string(), tags: z.record(z.string(), z.string()) }),
  remedies: fileRemedies,
});

export const setTags = defineOperation({
  resource: 'file',
  operation: 'setTags',
  name: 'Set Tags',
  action: 'Set tags of a file',
  description: 'Add tags to a file, or give those that it has another value; its other tags stay',
  effect: 'idempotent',
  fields: [fileLocator, ...tagFields('The tags to add or to change')],
  input: () => z.object({ fileUuid: fileUuid(), ...tagInput() }),
  request: ({ fileUuid, ...tags }) => ({
    method: 'PATCH',
    path: tagsOf(fileUuid),
    body: { tags: readSomeTags(tags) },
    whenEmpty: {},
  }),
  answer: changedFile,
  present: (answer: object, input) => presentChange(answer, input),
  output: presentedChange,
  remedies: fileRemedies,
});

export const removeTags = defineOperation({
  resource: 'file',
  operation: 'removeTags',
  name: 'Remove Tags',
  action: 'Remove tags from a file',
  description: 'Take tags from a file; those that it does not have are no error',
  effect: 'idempotent',
  fields: [
    fileLocator,
    {
      displayName: 'Names of Tags',
      name: 'tagNames',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. workspace, company',
      description: 'The names of the tags to remove, separated by commas; or a list by an expression',
    },
  ],
  input: () => z.object({ fileUuid: fileUuid(), tagNames: tagNames() }),
  request: ({ fileUuid, tagNames }) => ({
    method: 'DELETE',
    path: tagsOf(fileUuid),
    body: { tags_keys: tagNames },
    whenEmpty: {},
    contentOf: (status, body) => (hasNone(status, body) ? { message: 'No tags deleted' } : undefined),
  }),
  answer: changedFile,
  present: (answer: object, input) => presentChange(answer, input),
  output: presentedChange,
  remedies: fileRemedies,
});

/** A list is taken as it is, since the name of a tag may have a comma in it. */
function tagNames() {
  return z.pipe(
    z.union([z.string(), z.array(z.string())], 'must be names, separated by commas or as a list'),
    z.pipe(
      z.transform((names: string | string[]) =>
        [...new Set(typeof names === 'string' ? names.split(',').map((name) => name.trim()) : names)].filter(
          (name) => name !== '',
        ),
      ),
      z.array(z.string()).check(z.minLength(1)),
    ),
  );
}
