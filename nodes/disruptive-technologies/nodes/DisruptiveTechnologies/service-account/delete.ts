import { needs } from '../../api/disruptive-technologies';
import { deleteOperation } from '../delete-operation';
import { accountFields, accountNotFound, accountPath } from './service-account';

export const deleteServiceAccount = deleteOperation({
  resource: 'serviceAccount',
  noun: 'a service account',
  description: 'Delete a service account, whose keys stop working',
  fields: accountFields,
  path: accountPath,
  idsOf: ({ projectId, serviceAccountId }) => ({ id: serviceAccountId, projectId }),
  hints: needs('Project Administrator', accountNotFound),
});
