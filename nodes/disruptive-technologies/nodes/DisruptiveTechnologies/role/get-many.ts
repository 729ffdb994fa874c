import { path } from '@signalbox/http-core';

import { presentedRole, rolePage } from '../../api/account';
import { getManyOperation } from '../read-operations';

export const getRoles = getManyOperation({
  resource: 'role',
  noun: 'roles',
  description: 'Retrieve all roles with their permissions',
  fields: [],
  path: () => path`/roles`,
  key: 'roles',
  page: rolePage,
  output: presentedRole,
  hints: {},
});
