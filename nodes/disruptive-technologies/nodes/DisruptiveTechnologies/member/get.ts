import { member, presentedMember } from '../../api/account';
import { getOperation } from '../read-operations';
import { memberLocator } from './locator';
import { memberPath, memberHints, parentFields } from './parent';

export const getMember = getOperation({
  resource: 'member',
  noun: 'a member',
  description: 'Retrieve a member of a project or an organization',
  fields: [...parentFields, memberLocator],
  path: memberPath,
  responseSchema: member,
  output: presentedMember,
  hints: memberHints,
});
