import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, schema } from '@signalbox/http-core/operation';

import { presentedServiceAccount, serviceAccount } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { withIds } from '../../api/wire';
import { filled } from '../inputs';
import { accountFields, accountNotFound, accountPath, basicAuthField } from './service-account';

export const updateServiceAccount = defineOperation({
  resource: 'serviceAccount',
  operation: 'update',
  name: 'Update',
  action: 'Update a service account',
  description: 'Update the name of a service account, or whether it allows basic auth',
  semantics: 'idempotent',
  fields: [
    ...accountFields,
    {
      displayName: 'Update Fields',
      name: 'updateFields',
      type: 'collection',
      placeholder: 'Add field',
      default: {},
      options: [
        basicAuthField,
        {
          displayName: 'Name',
          name: 'displayName',
          type: 'string',
          default: '',
          description: 'Name of the service account in DT Studio',
          [schema]: filled,
        },
      ],
    },
  ],
  request({ displayName, enableBasicAuth, ...account }) {
    if (displayName === undefined && enableBasicAuth === undefined) {
      throw new InvalidParameterError(
        'There is nothing to update',
        'Add the fields to change under "Update Fields".',
      );
    }
    return {
      method: 'PATCH',
      path: accountPath(account),
      body: { displayName, enableBasicAuth },
      whenEmpty: { name: `projects/${account.projectId}/serviceaccounts/${account.serviceAccountId}` },
    };
  },
  responseSchema: serviceAccount,
  toItem: withIds,
  output: presentedServiceAccount,
  hints: needs('Project Administrator', accountNotFound),
});
