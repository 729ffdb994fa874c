import { lazy } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { accountKey, presentKey, presentedKey } from '../../api/account';
import { needs } from '../../api/disruptive-technologies';
import { accountFields, accountNotFound } from '../service-account/service-account';
import { keysPath } from './key';

const created = lazy(() => z.looseObject({ key: accountKey(), secret: z.string() }));

export const createKey = defineOperation({
  resource: 'serviceAccountKey',
  operation: 'create',
  name: 'Create',
  action: 'Create a key of a service account',
  description:
    'Create a key for a service account; the output contains its secret, which is never shown again',
  // A retry would leave a key behind whose secret is lost.
  semantics: 'non-idempotent',
  fields: accountFields,
  request: (account) => ({ method: 'POST', path: keysPath(account) }),
  responseSchema: created,
  toItem: ({ key, secret }: z.infer<ReturnType<typeof created>>) => ({ ...presentKey(key), secret }),
  output: lazy(() => z.extend(presentedKey(), { secret: z.string() })),
  hints: needs('Project Administrator', {
    ...accountNotFound,
    400: 'A service account can have at most 10 keys: delete one that is no longer used.',
  }),
});
