import { path } from '@signalbox/http-core';

import { needs } from '../../api/disruptive-technologies';
import { presentedProject, project } from '../../api/project';
import { projectLocator } from '../fields';
import { getOperation } from '../read-operations';

export const getProject = getOperation({
  resource: 'project',
  noun: 'a project',
  description: 'Retrieve a project',
  fields: [projectLocator],
  path: ({ projectId }) => path`/projects/${projectId}`,
  responseSchema: project,
  output: presentedProject,
  hints: needs('Project User'),
});
