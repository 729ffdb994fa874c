import { lazy, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { memberLocator } from './locator';
import { memberChangeHints, parentFields } from './parent';

const presented = lazy(() => z.object({ id: z.string(), inviteUrl: z.string() }));

export const getInviteUrl = defineOperation({
  resource: 'member',
  operation: 'getInviteUrl',
  name: 'Get Invite URL',
  action: 'Get the invite URL of a member',
  description: 'Retrieve the URL with which an invited person can accept a pending invite',
  semantics: 'safe',
  fields: [...parentFields, memberLocator],
  request: (input) => ({
    method: 'GET',
    path:
      input.memberOf === 'project'
        ? path`/projects/${input.projectId}/members/${input.memberId}:getInviteUrl`
        : path`/organizations/${input.organizationId}/members/${input.memberId}:getInviteUrl`,
  }),
  responseSchema: () => z.looseObject({ inviteUrl: z.string() }),
  toItem: ({ inviteUrl }: { inviteUrl: string }, { memberId }) => ({ id: memberId, inviteUrl }),
  output: presented,
  hints: {
    ...memberChangeHints,
    400: 'Only members with a pending invite have an invite URL. Member: Get shows the status.',
  },
});
