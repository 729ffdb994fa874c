import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { XID, resourceId } from '../../api/ids';
import { organizationLocator } from '../fields';
import { getPermissionsOperation } from '../permissions';

export const getOrganizationPermissions = getPermissionsOperation({
  resource: 'organization',
  noun: 'an organization',
  fields: [organizationLocator],
  input: () => z.object({ organizationId: resourceId('organizations', XID) }),
  path: ({ organizationId }) => path`/organizations/${organizationId}/permissions`,
  hints: needs('Organization Administrator'),
});
