import { defineOperation } from '@signalbox/http-core/operation';

import { changeDuty, dutyChange, dutyHints } from './change-duty';

export const punchInAsManager = defineOperation({
  resource: 'duty',
  operation: 'punchInAsManager',
  name: 'Punch In as Manager',
  action: 'Punch a user in as manager',
  description: 'Set a user on duty as manager, in some teams or all',
  ...dutyChange,
  request: (input) => changeDuty('punchInAsManager', input),
  hints: dutyHints,
});
