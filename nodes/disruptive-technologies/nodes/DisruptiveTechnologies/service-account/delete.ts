import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { deleteOperation } from '../delete-operation';
import { accountFields, accountNotFound, accountPath, accountShape } from './service-account';

export const deleteServiceAccount = deleteOperation({
  resource: 'serviceAccount',
  noun: 'a service account',
  description: 'Remove a service account; its keys stop working',
  fields: accountFields,
  input: () => z.object(accountShape()),
  path: accountPath,
  idsOf: ({ projectId, serviceAccountId }) => ({ id: serviceAccountId, projectId }),
  hints: needs('Project Administrator', accountNotFound),
});
