import { presentedServiceAccount, serviceAccount } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { getOperation } from '../read-operations';
import { accountFields, accountNotFound, accountPath } from './service-account';

export const getServiceAccount = getOperation({
  resource: 'serviceAccount',
  noun: 'a service account',
  description: 'Retrieve a service account of a project',
  fields: accountFields,
  path: accountPath,
  responseSchema: serviceAccount,
  output: presentedServiceAccount,
  hints: needs('Project User', accountNotFound),
});
