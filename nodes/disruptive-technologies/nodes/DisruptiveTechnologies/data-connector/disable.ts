import { statusChange } from './status-change';

export const disableConnector = statusChange(
  {
    operation: 'disable',
    name: 'Disable',
    action: 'Disable a data connector',
    description: 'Stop a Data Connector; events are dropped until it is enabled',
  },
  'USER_DISABLED',
);
