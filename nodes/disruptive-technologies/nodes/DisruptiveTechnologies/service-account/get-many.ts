import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { presentedServiceAccount, serviceAccountPage } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { projectId } from '../../api/ids';
import { projectLocator } from '../fields';
import { getManyOperation } from '../read-operations';

export const getServiceAccounts = getManyOperation({
  resource: 'serviceAccount',
  noun: 'service accounts',
  description: 'Retrieve the service accounts of a project',
  fields: [projectLocator],
  input: () => z.object({ projectId: projectId() }),
  path: ({ projectId }) => path`/projects/${projectId}/serviceaccounts`,
  key: 'serviceAccounts',
  page: serviceAccountPage,
  output: presentedServiceAccount,
  hints: needs('Project User'),
});
