import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { XID, projectId, resourceId } from '../../api/ids';
import { organizationLocator, projectLocator } from '../fields';

/** Members belong to a project or to an organization. */
export const parentFields: INodeProperties[] = [
  {
    displayName: 'Member Of',
    name: 'memberOf',
    type: 'options',
    options: [
      { name: 'Organization', value: 'organization' },
      { name: 'Project', value: 'project' },
    ],
    default: 'project',
    description: 'Whether members of a project or of an organization are meant',
  },
  { ...projectLocator, displayOptions: { show: { memberOf: ['project'] } } },
  { ...organizationLocator, displayOptions: { show: { memberOf: ['organization'] } } },
];

/**
 * Where to look.
 *
 * @param shape what is wanted besides, by name
 */
export function parentInput<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.discriminatedUnion('memberOf', [
    z.object({ ...shape, memberOf: z.literal('project'), projectId: projectId() }),
    z.object({
      ...shape,
      memberOf: z.literal('organization'),
      organizationId: resourceId('organizations', XID),
    }),
  ]);
}

export const memberRemedies = {
  403: 'Members of a project are shown to every role in it, those of an organization to Organization Administrators. Give the service account one in DT Studio under API Integrations > Service Accounts.',
};
