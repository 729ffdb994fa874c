import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { presentedServiceAccount, serviceAccount } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { projectId } from '../../api/ids';
import { withIds } from '../../api/wire';
import { projectLocator } from '../fields';
import { filled } from '../inputs';
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
  input: () =>
    z.object({ projectId: projectId(), displayName: filled(), enableBasicAuth: z.optional(z.boolean()) }),
  request: ({ projectId, displayName, enableBasicAuth = false }) => ({
    method: 'POST',
    path: path`/projects/${projectId}/serviceaccounts`,
    body: { displayName, enableBasicAuth },
  }),
  responseSchema: serviceAccount,
  toItem: withIds,
  output: presentedServiceAccount,
  hints: needs('Project Administrator', { 404: 'There is no such project. Choose it from its list.' }),
});
