import { path } from '@signalbox/http-core';

import { member, presentedMember } from '../../api/account';
import { resourceId } from '../../api/ids';
import { getOperation } from '../read-operations';
import { memberRemedies, parentFields, parentInput } from './parent';

export const getMember = getOperation({
  resource: 'member',
  noun: 'a member',
  description: 'Retrieve a member of a project or an organization',
  fields: [
    ...parentFields,
    {
      displayName: 'Member ID',
      name: 'memberId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. c0b2g6a1k4qg00f5m500',
      description: 'Member: Get Many shows it as ID',
    },
  ],
  input: () => parentInput({ memberId: resourceId('members', 'c0b2g6a1k4qg00f5m500') }),
  path: (input) =>
    input.memberOf === 'project'
      ? path`/projects/${input.projectId}/members/${input.memberId}`
      : path`/organizations/${input.organizationId}/members/${input.memberId}`,
  answer: member,
  output: presentedMember,
  remedies: memberRemedies,
});
