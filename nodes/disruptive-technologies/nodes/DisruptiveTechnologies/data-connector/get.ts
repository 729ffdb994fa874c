import { dataConnector } from '../../api/data-connector';
import { needs } from '../../api/disruptive-technologies';
import { getOperation } from '../read-operations';
import { connectorFields, connectorPath, connectorHints, secretOptions } from './connector';
import { presentConnector, presentedConnector } from './present-connector';

export const getConnector = getOperation({
  resource: 'dataConnector',
  noun: 'a data connector',
  description: 'Retrieve a Data Connector with its settings and status',
  fields: [...connectorFields, secretOptions],
  path: connectorPath,
  responseSchema: dataConnector,
  toItem: presentConnector,
  output: presentedConnector,
  hints: needs('Project User', connectorHints),
});
