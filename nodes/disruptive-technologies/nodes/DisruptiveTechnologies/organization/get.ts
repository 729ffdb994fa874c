import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { organization, presentedOrganization } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { XID, resourceId } from '../../api/ids';
import { organizationLocator } from '../fields';
import { getOperation } from '../read-operations';

export const getOrganization = getOperation({
  resource: 'organization',
  noun: 'an organization',
  description: 'Retrieve an organization',
  fields: [organizationLocator],
  input: () => z.object({ organizationId: resourceId('organizations', XID) }),
  path: ({ organizationId }) => path`/organizations/${organizationId}`,
  responseSchema: organization,
  output: presentedOrganization,
  hints: needs('Organization Administrator'),
});
