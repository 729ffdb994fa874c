import { deleteOperation } from '../delete-operation';
import { memberLocator } from './locator';
import { memberChangeHints, memberPath, parentFields } from './parent';

export const deleteMember = deleteOperation({
  resource: 'member',
  noun: 'a member',
  description: 'Remove a member from a project or organization; the account itself is kept',
  fields: [...parentFields, memberLocator],
  path: memberPath,
  idsOf: (input) => ({
    id: input.memberId,
    ...(input.memberOf === 'project' && { projectId: input.projectId }),
  }),
  hints: memberChangeHints,
});
