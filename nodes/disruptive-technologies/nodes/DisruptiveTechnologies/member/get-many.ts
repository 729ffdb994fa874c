import { memberPage, presentedMember } from '../../api/account';
import { getManyOperation } from '../read-operations';
import { memberHints, membersPath, parentFields } from './parent';

export const getMembers = getManyOperation({
  resource: 'member',
  noun: 'members',
  description: 'Retrieve the members of a project or organization, both people and service accounts',
  fields: parentFields,
  path: membersPath,
  key: 'members',
  page: memberPage,
  output: presentedMember,
  hints: memberHints,
});
