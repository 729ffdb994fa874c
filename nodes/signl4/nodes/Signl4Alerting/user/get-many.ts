import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { toUserItem, user, userItem } from '../../api/user';
import type { User } from '../../api/user';

export const getUsers = defineOperation({
  resource: 'user',
  operation: 'getAll',
  name: 'Get Many',
  action: 'Get many users',
  description: 'Retrieve the users of the subscription with their duties',
  semantics: 'safe',
  fields: [],
  request: () => ({ method: 'GET', path: path`/api/v2/users`, whenEmpty: [] }),
  responseSchema: lazy(() => z.array(user())),
  pages: wholeList((users: User[]) => users),
  toItem: (each: User) => toUserItem(each),
  output: userItem,
});
