import { statusChange } from './status-change';

export const enableConnector = statusChange(
  {
    operation: 'enable',
    name: 'Enable',
    action: 'Enable a data connector',
    description: 'Let a Data Connector send events again, also after the system has disabled it',
  },
  'ACTIVE',
);
