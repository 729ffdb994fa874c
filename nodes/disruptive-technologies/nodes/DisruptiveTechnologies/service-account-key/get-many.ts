import * as z from 'zod/v4-mini';

import { accountKeyPage, presentKey, presentedKey } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { getManyOperation } from '../read-operations';
import { accountFields, accountNotFound, accountShape } from '../service-account/service-account';
import { keysPath } from './key';

export const getKeys = getManyOperation({
  resource: 'serviceAccountKey',
  noun: 'keys of a service account',
  description: 'Retrieve the keys of a service account, without their secrets',
  fields: accountFields,
  input: () => z.object(accountShape()),
  path: keysPath,
  key: 'keys',
  page: accountKeyPage,
  toItem: presentKey,
  output: presentedKey,
  hints: needs('Project User', accountNotFound),
});
