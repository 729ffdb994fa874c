import { path } from '@signalbox/http-core';

import { presentedRole, role } from '../../api/account';
import { locator } from '../fields';
import { getOperation } from '../read-operations';

export const getRole = getOperation({
  resource: 'role',
  noun: 'a role',
  description: 'Retrieve a role with its permissions',
  fields: [
    locator({
      displayName: 'Role',
      name: 'roleId',
      description: 'The role to look up',
      list: 'searchRoles',
      collection: 'roles',
      example: 'project.developer',
    }),
  ],
  path: ({ roleId }) => path`/roles/${roleId}`,
  responseSchema: role,
  output: presentedRole,
  hints: { 404: 'There is no such role. Choose it from the list.' },
});
