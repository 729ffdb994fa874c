import { path } from '@signalbox/http-core';

import { organizationPage, presentedOrganization } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { getManyOperation } from '../read-operations';

export const getOrganizations = getManyOperation({
  resource: 'organization',
  noun: 'organizations',
  description: 'Retrieve the organizations in which the service account has a role',
  fields: [],
  path: () => path`/organizations`,
  key: 'organizations',
  page: organizationPage,
  output: presentedOrganization,
  hints: needs('Organization Administrator'),
});
