import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { member, presentedMember } from '../../api/account';
import { withIds } from '../../api/wire';
import { memberChangeHints, membersPath, parentFields } from './parent';
import { rolesField } from './roles';

export const createMember = defineOperation({
  resource: 'member',
  operation: 'create',
  name: 'Create',
  action: 'Create a member',
  description: 'Add a service account to a project or an organization, or invite a person by email',
  semantics: 'non-idempotent',
  fields: [
    ...parentFields,
    {
      displayName: 'Email',
      name: 'email',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. name@example.com',
      description: 'Email of the person or the service account',
      [schema]: () => z.string().check(z.trim(), z.regex(/^\S+@\S+$/, 'must be an email address')),
    },
    rolesField,
  ],
  request: (input) => ({
    method: 'POST',
    path: membersPath(input),
    body: { email: input.email, roles: input.roles },
  }),
  responseSchema: member,
  toItem: withIds,
  output: presentedMember,
  hints: memberChangeHints,
});
