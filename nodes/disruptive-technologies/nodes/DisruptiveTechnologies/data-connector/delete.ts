import { needs } from '../../api/disruptive-technologies';
import { deleteOperation } from '../delete-operation';
import { connectorFields, connectorPath, connectorHints } from './connector';

export const deleteConnector = deleteOperation({
  resource: 'dataConnector',
  noun: 'a data connector',
  description: 'Delete a Data Connector and the events it has not delivered yet',
  fields: connectorFields,
  path: connectorPath,
  idsOf: ({ projectId, connectorId }) => ({ id: connectorId, projectId }),
  hints: needs('Project Developer', connectorHints),
});
