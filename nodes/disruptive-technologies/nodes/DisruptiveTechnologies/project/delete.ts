import { path } from '@signalbox/http-core';

import { needs } from '../../api/disruptive-technologies';
import { deleteOperation } from '../delete-operation';
import { projectLocator } from '../fields';

export const deleteProject = deleteOperation({
  resource: 'project',
  noun: 'a project',
  description: 'Delete a project that has no devices',
  fields: [projectLocator],
  path: ({ projectId }) => path`/projects/${projectId}`,
  idsOf: ({ projectId }) => ({ id: projectId }),
  hints: needs('Project Administrator', {
    400: 'A project that has devices cannot be deleted: transfer them to another project first.',
  }),
});
