import { lazy } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';
import type { Field, ValueField } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { chronosDate } from '../../api/chronos-date';

export const fileLocator = {
  displayName: 'File',
  name: 'fileUuid',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'The file in Chronos',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose a file...',
      typeOptions: { searchListMethod: 'listFiles', searchable: true },
    },
    {
      displayName: 'By UUID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. 3f9d2c1a-7b64-4e02-9f31-0c5a8d6e4b17',
    },
  ],
} as const satisfies Field;

export const binaryField = {
  displayName: 'Input Binary Field',
  name: 'binaryField',
  type: 'string',
  default: 'data',
  required: true,
  placeholder: 'e.g. data',
  description: 'The name of the binary field of the input item that holds the file',
} as const satisfies Field;

/** Documented for new versions, assumed for new files (trust-lighthouse.md §4). */
const FOLDER = /^[A-Za-z0-9-]+$/;

export const folder = lazy(() =>
  z.string().check(z.regex(FOLDER, 'may contain only letters, digits and hyphens')),
);

const folderField = {
  displayName: 'Folder',
  name: 'folder',
  type: 'string',
  default: '',
  placeholder: 'e.g. contracts-2026',
  description: 'Folder for the file. Letters, digits and hyphens are allowed.',
  [schema]: folder,
} as const satisfies Field;

const fileNameField = {
  displayName: 'File Name',
  name: 'fileName',
  type: 'string',
  default: '',
  placeholder: 'e.g. contract.pdf',
  description: 'Name for the file in Chronos. Leave empty to use the one from the item.',
} as const satisfies Field;

/** Options shared by both uploads. */
export function uploadOptions<const More extends ValueField[]>(...more: More) {
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [fileNameField, folderField, ...more],
  } as const satisfies Field;
}

export function dateField<const Name extends string>(displayName: string, name: Name, description: string) {
  return {
    displayName,
    name,
    type: 'dateTime',
    default: '',
    description,
    [schema]: chronosDate,
  } as const satisfies Field;
}

export const fileHints = {
  404: 'Chronos has no such file. Choose it from the list, or check the UUID and the environment in the credential.',
};
