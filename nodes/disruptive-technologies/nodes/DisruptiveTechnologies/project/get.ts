import { path } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { projectId } from '../../api/ids';
import { presentedProject, project } from '../../api/project';
import { projectLocator } from '../fields';
import { getOperation } from '../read-operations';

export const getProject = getOperation({
  resource: 'project',
  noun: 'a project',
  description: 'Retrieve a project',
  fields: [projectLocator],
  input: () => z.object({ projectId: projectId() }),
  path: ({ projectId }) => path`/projects/${projectId}`,
  responseSchema: project,
  output: presentedProject,
  hints: needs('Project User'),
});
