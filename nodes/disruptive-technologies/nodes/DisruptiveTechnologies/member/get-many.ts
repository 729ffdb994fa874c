import { path } from '@signalbox/http-core';

import { memberPage, presentedMember } from '../../api/account';
import { getManyOperation } from '../read-operations';
import { memberRemedies, parentFields, parentInput } from './parent';

export const getMembers = getManyOperation({
  resource: 'member',
  noun: 'members',
  description: 'Retrieve the members of a project or an organization, people and service accounts',
  fields: parentFields,
  input: () => parentInput({}),
  path: (input) =>
    input.memberOf === 'project'
      ? path`/projects/${input.projectId}/members`
      : path`/organizations/${input.organizationId}/members`,
  key: 'members',
  page: memberPage,
  output: presentedMember,
  remedies: memberRemedies,
});
