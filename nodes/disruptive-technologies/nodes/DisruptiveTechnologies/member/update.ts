import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { member, presentedMember } from '../../api/account';
import { withIds } from '../../api/wire';
import { projectLocator } from '../fields';
import { memberLocator } from './locator';
import { memberChangeHints } from './parent';
import { rolesField } from './roles';

// Of projects only: the service's own client changes no member of an organization either.
export const updateMember = defineOperation({
  resource: 'member',
  operation: 'update',
  name: 'Update',
  action: 'Update a member',
  description: 'Update the role of a member of a project',
  semantics: 'idempotent',
  fields: [projectLocator, memberLocator, rolesField],
  request: ({ projectId, memberId, roles }) => ({
    method: 'PATCH',
    path: path`/projects/${projectId}/members/${memberId}`,
    body: { roles },
    whenEmpty: { name: `projects/${projectId}/members/${memberId}` },
  }),
  responseSchema: member,
  toItem: withIds,
  output: presentedMember,
  hints: memberChangeHints,
});
