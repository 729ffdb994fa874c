import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { presentedServiceAccount, serviceAccount } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { XID, projectId, resourceId } from '../../api/ids';
import { locator, projectLocator } from '../fields';
import { getOperation } from '../read-operations';

export const getServiceAccount = getOperation({
  resource: 'serviceAccount',
  noun: 'a service account',
  description: 'Retrieve a service account of a project',
  fields: [
    projectLocator,
    locator({
      displayName: 'Service Account',
      name: 'serviceAccountId',
      description: 'A service account of the project',
      list: 'searchServiceAccounts',
      collection: 'serviceaccounts',
      inProject: true,
    }),
  ],
  input: () => z.object({ projectId: projectId(), serviceAccountId: resourceId('serviceaccounts', XID) }),
  path: ({ projectId, serviceAccountId }) => path`/projects/${projectId}/serviceaccounts/${serviceAccountId}`,
  answer: serviceAccount,
  output: presentedServiceAccount,
  remedies: needs('Project User'),
});
