import { path } from '@signalbox/http-core';

import { needs } from '../../api/disruptive-technologies';
import { projectLocator } from '../fields';
import { getPermissionsOperation } from '../permissions';

export const getProjectPermissions = getPermissionsOperation({
  resource: 'project',
  noun: 'a project',
  fields: [projectLocator],
  path: ({ projectId }) => path`/projects/${projectId}/permissions`,
  hints: needs('Project User'),
});
