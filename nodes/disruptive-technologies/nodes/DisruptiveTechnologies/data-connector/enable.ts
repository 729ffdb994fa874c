import { statusChange } from './status-change';

export const enableConnector = statusChange(
  {
    operation: 'enable',
    name: 'Enable',
    action: 'Enable a data connector',
    description: 'Enable a Data Connector that a user or the system has disabled',
  },
  'ACTIVE',
);
