import { path } from '@signalbox/http-core';

import { presentedServiceAccount, serviceAccountPage } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { projectLocator } from '../fields';
import { getManyOperation } from '../read-operations';

export const getServiceAccounts = getManyOperation({
  resource: 'serviceAccount',
  noun: 'service accounts',
  description: 'Retrieve the service accounts of a project',
  fields: [projectLocator],
  path: ({ projectId }) => path`/projects/${projectId}/serviceaccounts`,
  key: 'serviceAccounts',
  page: serviceAccountPage,
  output: presentedServiceAccount,
  hints: needs('Project User'),
});
