import { path } from '@signalbox/http-core';
import type { EncodedPath } from '@signalbox/http-core';
import type { Field, InputOf } from '@signalbox/http-core/operation';

import { locator, projectLocator } from '../fields';

/** A service account of a project. */
export const accountFields = [
  projectLocator,
  locator({
    displayName: 'Service Account',
    name: 'serviceAccountId',
    description: 'A service account of the project',
    list: 'searchServiceAccounts',
    collection: 'serviceaccounts',
    inProject: true,
  }),
] as const;

/** Fields that identify a service account. */
export type AccountInput = InputOf<typeof accountFields>;

export function accountPath({ projectId, serviceAccountId }: AccountInput): EncodedPath {
  return path`/projects/${projectId}/serviceaccounts/${serviceAccountId}`;
}

export const accountNotFound = {
  404: 'There is no such service account in this project, or no such project. Choose both from their lists.',
};

export const basicAuthField = {
  displayName: 'Enable Basic Auth',
  name: 'enableBasicAuth',
  type: 'boolean',
  default: false,
  description:
    'Whether the keys also work without OAuth2, which Disruptive Technologies recommends for development only',
} as const satisfies Field;
