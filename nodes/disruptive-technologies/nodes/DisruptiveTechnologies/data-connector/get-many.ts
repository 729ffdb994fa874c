import { path } from '@signalbox/http-core';

import { dataConnectorPage } from '../../api/data-connector';
import { needs } from '../../api/disruptive-technologies';
import { projectLocator } from '../fields';
import { getManyOperation } from '../read-operations';
import { secretOptions } from './connector';
import { presentConnector, presentedConnector } from './present-connector';

export const getConnectors = getManyOperation({
  resource: 'dataConnector',
  noun: 'data connectors',
  description: 'Retrieve the Data Connectors of a project',
  fields: [projectLocator, secretOptions],
  path: ({ projectId }) => path`/projects/${projectId}/dataconnectors`,
  key: 'dataConnectors',
  page: dataConnectorPage,
  toItem: presentConnector,
  output: presentedConnector,
  hints: needs('Project User'),
});
