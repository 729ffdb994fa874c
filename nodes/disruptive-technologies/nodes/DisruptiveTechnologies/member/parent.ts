import { path } from '@signalbox/http-core';
import type { EncodedPath } from '@signalbox/http-core';
import type { Field } from '@signalbox/http-core/operation';

import { organizationLocator, projectLocator } from '../fields';

/** Members belong to a project or to an organization. */
export const parentFields = [
  {
    displayName: 'Member Of',
    name: 'memberOf',
    type: 'options',
    options: [
      { name: 'Organization', value: 'organization' },
      { name: 'Project', value: 'project' },
    ],
    default: 'project',
    description: 'Whether the member belongs to a project or an organization',
  },
  { ...projectLocator, displayOptions: { show: { memberOf: ['project'] } } },
  { ...organizationLocator, displayOptions: { show: { memberOf: ['organization'] } } },
] as const satisfies Field[];

/** The project or organization that holds the members. */
export function membersPath(
  of: { memberOf: 'project'; projectId: string } | { memberOf: 'organization'; organizationId: string },
): EncodedPath {
  return of.memberOf === 'project'
    ? path`/projects/${of.projectId}/members`
    : path`/organizations/${of.organizationId}/members`;
}

/** The path of one member. */
export function memberPath(of: Parameters<typeof membersPath>[0] & { memberId: string }): EncodedPath {
  return of.memberOf === 'project'
    ? path`/projects/${of.projectId}/members/${of.memberId}`
    : path`/organizations/${of.organizationId}/members/${of.memberId}`;
}

/** Hints for changes. */
export const memberChangeHints = {
  403: 'This needs the role Project Administrator in the project, or Organization Administrator in the organization. Give it to the service account in DT Studio under API Integrations > Service Accounts.',
  404: 'There is no such member, project or organization. Choose them from their lists.',
  409: 'This person or service account is already a member. Use Member: Update to change the role.',
};

export const memberHints = {
  403: 'Members of a project are shown to every role in it, those of an organization to Organization Administrators. Give the service account one in DT Studio under API Integrations > Service Accounts.',
};
