import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { toUserItem, user, userItem } from '../../api/user';
import { memberLocator } from '../locators';

/** For operations that read a user. */
export const userHints = {
  404: 'SIGNL4 does not know this user. Choose one from the list, or find the ID with User: Get Many.',
};

export const getUser = defineOperation({
  resource: 'user',
  operation: 'get',
  name: 'Get',
  action: 'Get a user',
  description: 'Retrieve a user with their duties in all teams',
  semantics: 'safe',
  fields: [memberLocator],
  request: ({ userId }) => ({ method: 'GET', path: path`/api/v2/users/${userId}` }),
  responseSchema: user,
  toItem: toUserItem,
  output: userItem,
  hints: userHints,
});
