import { accountKey, presentKey, presentedKey } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { getOperation } from '../read-operations';
import { keyFields, keyNotFound, keyPath } from './key';

export const getKey = getOperation({
  resource: 'serviceAccountKey',
  noun: 'a key of a service account',
  description: 'Retrieve a key and its creation time, without its secret',
  fields: keyFields,
  path: keyPath,
  responseSchema: accountKey,
  toItem: presentKey,
  output: presentedKey,
  hints: needs('Project User', keyNotFound),
});
