import * as z from 'zod/v4-mini';

import { presentedServiceAccount, serviceAccount } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { getOperation } from '../read-operations';
import { accountFields, accountNotFound, accountPath, accountShape } from './service-account';

export const getServiceAccount = getOperation({
  resource: 'serviceAccount',
  noun: 'a service account',
  description: 'Retrieve a service account of a project',
  fields: accountFields,
  input: () => z.object(accountShape()),
  path: accountPath,
  responseSchema: serviceAccount,
  output: presentedServiceAccount,
  hints: needs('Project User', accountNotFound),
});
