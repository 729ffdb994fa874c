import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { needs } from '../../api/disruptive-technologies';
import { presentedProject, project } from '../../api/project';
import { withIds } from '../../api/wire';
import { organizationLocator } from '../fields';
import { hasLocation, latitudeField, locationOf, longitudeField, timeZoneField } from './location';

export const createProject = defineOperation({
  resource: 'project',
  operation: 'create',
  name: 'Create',
  action: 'Create a project',
  description: 'Create a project in an organization',
  semantics: 'non-idempotent',
  fields: [
    organizationLocator,
    {
      displayName: 'Name',
      name: 'displayName',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. North Wing',
      description: 'Name of the project in DT Studio',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [latitudeField, longitudeField, timeZoneField],
    },
  ],
  request: ({ organizationId, displayName, ...location }) => ({
    method: 'POST',
    path: path`/projects`,
    body: {
      organization: `organizations/${organizationId}`,
      displayName,
      ...(hasLocation(location) && { location: locationOf(location) }),
    },
  }),
  responseSchema: project,
  toItem: withIds,
  output: presentedProject,
  hints: needs('Organization Administrator', { 404: 'Choose the organization from its list.' }),
});
