import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { resourceId } from '../../api/ids';

/** Roles in the form that the service accepts. */
const roleNames = () =>
  z.pipe(
    z.array(resourceId('roles', 'project.user')).check(z.minLength(1, 'must name at least one role')),
    z.transform((ids) => ids.map((id) => `roles/${id}`)),
  );

export const rolesField = {
  displayName: 'Role Names or IDs',
  name: 'roles',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getRoles' },
  default: [],
  required: true,
  description:
    'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
  [schema]: roleNames,
} as const satisfies Field;
