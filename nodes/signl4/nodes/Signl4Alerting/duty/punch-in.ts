import { defineOperation } from '@signalbox/http-core/operation';

import { changeDuty, dutyChange, dutyHints } from './change-duty';

export const punchIn = defineOperation({
  resource: 'duty',
  operation: 'punchIn',
  name: 'Punch In',
  action: 'Punch a user in',
  description: 'Set a user on duty, in some teams or all',
  ...dutyChange,
  request: (input) => changeDuty('punchIn', input),
  hints: dutyHints,
});
