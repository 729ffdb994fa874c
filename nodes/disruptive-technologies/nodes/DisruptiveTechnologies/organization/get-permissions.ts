import { path } from '@signalbox/http-core';

import { needs } from '../../api/disruptive-technologies';
import { organizationLocator } from '../fields';
import { getPermissionsOperation } from '../permissions';

export const getOrganizationPermissions = getPermissionsOperation({
  resource: 'organization',
  noun: 'an organization',
  fields: [organizationLocator],
  path: ({ organizationId }) => path`/organizations/${organizationId}/permissions`,
  hints: needs('Organization Administrator'),
});
