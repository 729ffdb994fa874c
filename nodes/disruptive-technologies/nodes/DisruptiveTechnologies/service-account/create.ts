import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { presentedServiceAccount, serviceAccount } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { withIds } from '../../api/wire';
import { projectLocator } from '../fields';
import { basicAuthField } from './service-account';

export const createServiceAccount = defineOperation({
  resource: 'serviceAccount',
  operation: 'create',
  name: 'Create',
  action: 'Create a service account',
  description: 'Create a service account in a project, without a role or key yet',
  semantics: 'non-idempotent',
  fields: [
    projectLocator,
    {
      displayName: 'Name',
      name: 'displayName',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. Dashboard',
      description: 'Name of the service account in DT Studio',
    },
    basicAuthField,
  ],
  request: ({ projectId, displayName, enableBasicAuth }) => ({
    method: 'POST',
    path: path`/projects/${projectId}/serviceaccounts`,
    body: { displayName, enableBasicAuth },
  }),
  responseSchema: serviceAccount,
  toItem: withIds,
  output: presentedServiceAccount,
  hints: needs('Project Administrator', { 404: 'There is no such project. Choose it from its list.' }),
});
