import { path } from '@signalbox/http-core';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { readSomeTags, tagFields } from '../../api/tags';
import { isRecord, tagMap } from '../../api/wire';
import { changedFile, presentChange, presentedChange } from './changed-file';
import { fileLocator, fileHints } from './fields';

/** The trailing slash is documented (trust-lighthouse.md §4). */
const tagsOf = (uuid: string) => path`/chronos/v1/file_registers/${uuid}/tags/`;

/**
 * A 404 with resource "Tags" means that the file has no tags; with "File Register", that there is no such file
 * (trust-lighthouse.md §4).
 */
function hasNone(status: number, body: unknown): boolean {
  return status === 404 && isRecord(body) && body.resource === 'Tags';
}

export const getTags = defineOperation({
  resource: 'file',
  operation: 'getTags',
  name: 'Get Tags',
  action: 'Get the tags of a file',
  description: 'Retrieve the tags of a file. A file without tags gives an empty object.',
  semantics: 'safe',
  fields: [fileLocator],
  request: ({ fileUuid }) => ({
    method: 'GET',
    path: tagsOf(fileUuid),
    contentOf: (status, body) => (hasNone(status, body) ? { data: {} } : undefined),
  }),
  responseSchema: () => z.looseObject({ data: z.nullish(tagMap()) }),
  toItem: ({ data }: { data?: object | null | undefined }, { fileUuid }) => ({
    uuid: fileUuid,
    tags: { ...data },
  }),
  output: () => z.object({ uuid: z.string(), tags: z.record(z.string(), z.string()) }),
  hints: fileHints,
});

export const setTags = defineOperation({
  resource: 'file',
  operation: 'setTags',
  name: 'Set Tags',
  action: 'Set tags on a file',
  description: 'Add tags to a file or change their values. Its other tags stay as they are.',
  semantics: 'idempotent',
  fields: [fileLocator, ...tagFields('Tags to add or change')],
  request: ({ fileUuid, ...tags }) => ({
    method: 'PATCH',
    path: tagsOf(fileUuid),
    body: { tags: readSomeTags(tags) },
    whenEmpty: {},
  }),
  responseSchema: changedFile,
  toItem: (answer: object, input) => presentChange(answer, input),
  output: presentedChange,
  hints: fileHints,
});

export const removeTags = defineOperation({
  resource: 'file',
  operation: 'removeTags',
  name: 'Remove Tags',
  action: 'Remove tags from a file',
  description: 'Remove tags from a file. Tags that it does not have are ignored.',
  semantics: 'idempotent',
  fields: [
    fileLocator,
    {
      displayName: 'Names of Tags',
      name: 'tagNames',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. workspace, company',
      description: 'Names of the tags to remove, separated by commas, or an expression that returns a list',
      [schema]: tagNames,
    },
  ],
  request: ({ fileUuid, tagNames }) => ({
    method: 'DELETE',
    path: tagsOf(fileUuid),
    body: { tags_keys: tagNames },
    whenEmpty: {},
    contentOf: (status, body) => (hasNone(status, body) ? { message: 'No tags deleted' } : undefined),
  }),
  responseSchema: changedFile,
  toItem: (answer: object, input) => presentChange(answer, input),
  output: presentedChange,
  hints: fileHints,
});

/** A list is not split: the name of a tag may contain a comma. */
function tagNames() {
  return z.pipe(
    z.union([z.string(), z.array(z.string())], 'must be names separated by commas, or a list of names'),
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
