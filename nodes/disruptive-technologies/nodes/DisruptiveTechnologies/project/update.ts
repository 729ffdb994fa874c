import { path } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, schema } from '@signalbox/http-core/operation';

import { needs } from '../../api/disruptive-technologies';
import { presentedProject, project } from '../../api/project';
import { withIds } from '../../api/wire';
import { projectLocator } from '../fields';
import { filled } from '../inputs';
import { hasLocation, latitudeField, locationOf, longitudeField, timeZoneField } from './location';

export const updateProject = defineOperation({
  resource: 'project',
  operation: 'update',
  name: 'Update',
  action: 'Update a project',
  description: 'Update the name or location of a project',
  semantics: 'idempotent',
  fields: [
    projectLocator,
    {
      displayName: 'Update Fields',
      name: 'updateFields',
      type: 'collection',
      placeholder: 'Add field',
      default: {},
      options: [
        latitudeField,
        longitudeField,
        {
          displayName: 'Name',
          name: 'displayName',
          type: 'string',
          default: '',
          description: 'Name of the project in DT Studio',
          [schema]: filled,
        },
        timeZoneField,
      ],
    },
  ],
  // The service may replace the location as a whole, so unchanged parts are sent too.
  prefetch: {
    request: (input) =>
      hasLocation(input) ? { method: 'GET', path: path`/projects/${input.projectId}` } : undefined,
    responseSchema: project,
  },
  request: ({ projectId, displayName, ...location }, _item, present) => {
    if (displayName === undefined && !hasLocation(location)) {
      throw new InvalidParameterError(
        'There is nothing to update',
        'Add the fields to change under "Update Fields".',
      );
    }
    return {
      method: 'PATCH',
      path: path`/projects/${projectId}`,
      body: {
        displayName,
        ...(hasLocation(location) && { location: locationOf(location, present?.location ?? {}) }),
      },
      whenEmpty: { name: `projects/${projectId}` },
    };
  },
  responseSchema: project,
  toItem: withIds,
  output: presentedProject,
  hints: needs('Project Administrator'),
});
