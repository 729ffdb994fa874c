import { path } from '@signalbox/http-core';
import { schema } from '@signalbox/http-core/operation';

import { organizationId } from '../../api/ids';
import { presentedProject, projectPage } from '../../api/project';
import { getManyOperation } from '../read-operations';

export const getProjects = getManyOperation({
  resource: 'project',
  noun: 'projects',
  description: 'Retrieve the projects in which the service account has a role',
  fields: [
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'Organization ID',
          name: 'organizationId',
          type: 'string',
          default: '',
          placeholder: 'e.g. c0b0e2a1k4qg00f5m3r0',
          description: 'Return only projects of this organization',
          [schema]: organizationId,
        },
        {
          displayName: 'Text',
          name: 'query',
          type: 'string',
          default: '',
          description: 'Return only projects that contain this text',
        },
      ],
    },
  ],
  path: () => path`/projects`,
  key: 'projects',
  page: projectPage,
  query: ({ organizationId, query }) => ({
    organization: organizationId && `organizations/${organizationId}`,
    query,
  }),
  output: presentedProject,
  hints: {},
});
