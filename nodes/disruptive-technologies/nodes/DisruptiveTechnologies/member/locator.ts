import type { Field } from '@signalbox/http-core/operation';

import { locator } from '../fields';

export const memberLocator = {
  ...locator({
    displayName: 'Member',
    name: 'memberId',
    description: 'A person or a service account',
    list: 'searchMembers',
    collection: 'members',
    example: 'c0b2g6a1k4qg00f5m500',
  }),
  typeOptions: { loadOptionsDependsOn: ['memberOf', 'projectId.value', 'organizationId.value'] },
} as const satisfies Field;
