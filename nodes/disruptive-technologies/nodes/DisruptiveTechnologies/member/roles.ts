import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { resourceId } from '../../api/ids';

export const rolesField: INodeProperties = {
  displayName: 'Role Names or IDs',
  name: 'roles',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getRoles' },
  default: [],
  required: true,
  description:
    'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Roles in the form that the service accepts. */
export const roleNames = () =>
  z.pipe(
    z.array(resourceId('roles', 'project.user')).check(z.minLength(1, 'must name at least one role')),
    z.transform((ids) => ids.map((id) => `roles/${id}`)),
  );
