import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { projectId } from '../../api/ids';
import { projectLocator } from '../fields';
import { getPermissionsOperation } from '../permissions';

export const getProjectPermissions = getPermissionsOperation({
  resource: 'project',
  noun: 'a project',
  fields: [projectLocator],
  input: () => z.object({ projectId: projectId() }),
  path: ({ projectId }) => path`/projects/${projectId}/permissions`,
  hints: needs('Project User'),
});
