import { path } from '@signalbox/http-core';
import type { EncodedPath } from '@signalbox/http-core';
import type { INodeProperties } from 'n8n-workflow';

import { XID, resourceId } from '../../api/ids';
import { locator } from '../fields';
import type { AccountInput } from '../service-account/service-account';
import { accountFields, accountShape } from '../service-account/service-account';

/** A key of a service account. */
export const keyFields: INodeProperties[] = [
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
];

export const keyShape = () => ({ ...accountShape(), keyId: resourceId('keys', XID) });

export function keysPath({ projectId, serviceAccountId }: AccountInput): EncodedPath {
  return path`/projects/${projectId}/serviceaccounts/${serviceAccountId}/keys`;
}

export function keyPath({
  projectId,
  serviceAccountId,
  keyId,
}: AccountInput & { keyId: string }): EncodedPath {
  return path`/projects/${projectId}/serviceaccounts/${serviceAccountId}/keys/${keyId}`;
}

export const keyNotFound = {
  404: 'There is no such key, service account or project. Choose them from their lists.',
};
