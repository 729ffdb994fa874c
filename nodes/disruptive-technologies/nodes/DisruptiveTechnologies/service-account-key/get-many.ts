import { accountKeyPage, presentKey, presentedKey } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { getManyOperation } from '../read-operations';
import { accountFields, accountNotFound } from '../service-account/service-account';
import { keysPath } from './key';

export const getKeys = getManyOperation({
  resource: 'serviceAccountKey',
  noun: 'keys of a service account',
  description: 'Retrieve the keys of a service account, without their secrets',
  fields: accountFields,
  path: keysPath,
  key: 'keys',
  page: accountKeyPage,
  toItem: presentKey,
  output: presentedKey,
  hints: needs('Project User', accountNotFound),
});
