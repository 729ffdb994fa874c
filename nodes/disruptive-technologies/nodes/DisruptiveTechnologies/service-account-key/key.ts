import { path } from '@signalbox/http-core';
import type { EncodedPath } from '@signalbox/http-core';
import type { Field, InputOf } from '@signalbox/http-core/operation';

import { locator } from '../fields';
import type { AccountInput } from '../service-account/service-account';
import { accountFields } from '../service-account/service-account';

/** A key of a service account. */
export const keyFields = [
  ...accountFields,
  {
    ...locator({
      displayName: 'Key',
      name: 'keyId',
      description: 'A key of the service account, by its ID',
      list: 'searchKeys',
      collection: 'keys',
    }),
    typeOptions: { loadOptionsDependsOn: ['projectId.value', 'serviceAccountId.value'] },
  },
] as const satisfies Field[];

export function keysPath({ projectId, serviceAccountId }: AccountInput): EncodedPath {
  return path`/projects/${projectId}/serviceaccounts/${serviceAccountId}/keys`;
}

export function keyPath({ projectId, serviceAccountId, keyId }: InputOf<typeof keyFields>): EncodedPath {
  return path`/projects/${projectId}/serviceaccounts/${serviceAccountId}/keys/${keyId}`;
}

export const keyNotFound = {
  404: 'There is no such key, service account or project. Choose them from their lists.',
};
