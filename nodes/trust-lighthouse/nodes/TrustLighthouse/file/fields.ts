import { lazy } from '@signalbox/http-core';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

export const fileLocator: INodeProperties = {
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
};

export const fileUuid = () => z.string().check(z.trim(), z.minLength(1));

export const binaryField: INodeProperties = {
  displayName: 'Input Binary Field',
  name: 'binaryField',
  type: 'string',
  default: 'data',
  required: true,
  placeholder: 'e.g. data',
  description: 'The name of the binary field of the input item that holds the file',
};

const folderField: INodeProperties = {
  displayName: 'Folder',
  name: 'folder',
  type: 'string',
  default: '',
  placeholder: 'e.g. contracts-2026',
  description: 'Folder for the file. Letters, digits and hyphens are allowed.',
};

const fileNameField: INodeProperties = {
  displayName: 'File Name',
  name: 'fileName',
  type: 'string',
  default: '',
  placeholder: 'e.g. contract.pdf',
  description: 'Name for the file in Chronos. Leave empty to use the one from the item.',
};

/** Options shared by both uploads. */
export function uploadOptions(...more: INodeProperties[]): INodeProperties {
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [fileNameField, folderField, ...more],
  };
}

/** Documented for new versions, assumed for new files (trust-lighthouse.md §4). */
const FOLDER = /^[A-Za-z0-9-]+$/;

export const uploadInput = lazy(() => ({
  binaryField: z.string().check(z.trim(), z.minLength(1)),
  fileName: z.optional(z.string()),
  folder: z.optional(z.string().check(z.regex(FOLDER, 'may contain only letters, digits and hyphens'))),
}));

export function dateField(displayName: string, name: string, description: string): INodeProperties {
  return { displayName, name, type: 'dateTime', default: '', description };
}

export const fileHints = {
  404: 'Chronos has no such file. Choose it from the list, or check the UUID and the environment in the credential.',
};
