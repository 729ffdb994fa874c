import { needs } from '../../api/disruptive-technologies';
import { deleteOperation } from '../delete-operation';
import { keyFields, keyNotFound, keyPath } from './key';

export const deleteKey = deleteOperation({
  resource: 'serviceAccountKey',
  noun: 'a key of a service account',
  description: 'Delete a key, which stops working immediately',
  fields: keyFields,
  path: keyPath,
  idsOf: ({ projectId, keyId }) => ({ id: keyId, projectId }),
  hints: needs('Project Administrator', keyNotFound),
});
