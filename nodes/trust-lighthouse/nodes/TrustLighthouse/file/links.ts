import { lazy, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { PAGE_SIZE, numberedPages, pageOf } from '../../api/page';
import { inCamelCase } from '../../api/wire';
import { dateField, fileLocator, fileHints } from './fields';

type Link = Readonly<Record<string, unknown>>;

/** The fields of a link are undocumented (trust-lighthouse.md §4). */
const linkSchema = lazy(() => z.looseObject({}));
const presentedLink = lazy(() => z.looseObject({ fileUuid: z.string() }));

/** Drops the password, which would otherwise be stored with the execution. */
function presentLink(link: Link, { fileUuid }: { fileUuid: string }): IDataObject {
  const shown = Object.entries(link).filter(([name]) => name !== 'password');
  return { fileUuid, ...inCamelCase(Object.fromEntries(shown)) };
}

export const createLink = defineOperation({
  resource: 'file',
  operation: 'createLink',
  name: 'Create Download Link',
  action: 'Create a download link',
  description: 'Create a link that lets anyone download a file without access to Trust',
  semantics: 'non-idempotent',
  fields: [
    fileLocator,
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        dateField('Expires', 'caducity', 'When the link stops working'),
        {
          displayName: 'Max Downloads',
          name: 'maxDownload',
          type: 'number',
          typeOptions: { minValue: 1, numberPrecision: 0 },
          default: 1,
          description: 'How often the link can be used',
        },
        {
          displayName: 'Password',
          name: 'password',
          type: 'string',
          typeOptions: { password: true },
          default: '',
          description: 'Password required to use the link',
        },
      ],
    },
  ],
  request: ({ fileUuid, caducity, maxDownload, password }) => ({
    method: 'POST',
    path: path`/chronos/v1/links/${fileUuid}`,
    body: { password, max_download: maxDownload, caducity },
  }),
  responseSchema: () => z.looseObject({ data: linkSchema() }),
  toItem: ({ data }: { data: Link }, input) => presentLink(data, input),
  output: presentedLink,
  hints: fileHints,
});

export const getLinks = defineOperation({
  resource: 'file',
  operation: 'getLinks',
  name: 'Get Download Links',
  action: 'Get the download links of a file',
  description: 'Retrieve the links of a file that are still active',
  semantics: 'safe',
  fields: [fileLocator],
  request: ({ fileUuid }, { limit }) => ({
    method: 'GET',
    path: path`/chronos/v1/file_registers/${fileUuid}/links`,
    query: { page: 1, per_page: Math.min(limit, PAGE_SIZE) },
    whenEmpty: [],
  }),
  responseSchema: () => pageOf(linkSchema()),
  pages: numberedPages<Link>(),
  toItem: (link: Link, input) => presentLink(link, input),
  output: presentedLink,
  hints: fileHints,
});
