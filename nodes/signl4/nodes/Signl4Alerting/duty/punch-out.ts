import { defineOperation } from '@signalbox/http-core/operation';

import { changeDuty, dutyChange, dutyHints } from './change-duty';

export const punchOut = defineOperation({
  resource: 'duty',
  operation: 'punchOut',
  name: 'Punch Out',
  action: 'Punch a user out',
  description: 'Set a user off duty, in some teams or all',
  ...dutyChange,
  request: (input) => changeDuty('punchOut', input),
  hints: dutyHints,
});
