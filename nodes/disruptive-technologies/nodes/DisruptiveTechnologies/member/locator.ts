import { resourceId } from '../../api/ids';
import { locator } from '../fields';

const EXAMPLE = 'c0b2g6a1k4qg00f5m500';

export const memberLocator = {
  ...locator({
    displayName: 'Member',
    name: 'memberId',
    description: 'A person or a service account',
    list: 'searchMembers',
    collection: 'members',
    example: EXAMPLE,
  }),
  typeOptions: { loadOptionsDependsOn: ['memberOf', 'projectId.value', 'organizationId.value'] },
};

export const memberId = () => resourceId('members', EXAMPLE);
