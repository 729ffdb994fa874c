import { path } from '@signalbox/http-core';

import { organization, presentedOrganization } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { organizationLocator } from '../fields';
import { getOperation } from '../read-operations';

export const getOrganization = getOperation({
  resource: 'organization',
  noun: 'an organization',
  description: 'Retrieve an organization',
  fields: [organizationLocator],
  path: ({ organizationId }) => path`/organizations/${organizationId}`,
  responseSchema: organization,
  output: presentedOrganization,
  hints: needs('Organization Administrator'),
});
