import { statusChange } from './status-change';

export const disableConnector = statusChange(
  {
    operation: 'disable',
    name: 'Disable',
    action: 'Disable a data connector',
    description: 'Disable a Data Connector; events are dropped until it is enabled again',
  },
  'USER_DISABLED',
);
