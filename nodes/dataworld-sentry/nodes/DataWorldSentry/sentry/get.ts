import { defineOperation } from '@signalbox/http-core/operation';

import { getSentry, sentrySchema } from '../../api/sentry';
import { sentryLocator } from '../../api/sentry-fields';

export const get = defineOperation({
  resource: 'sentry',
  operation: 'get',
  name: 'Get',
  action: 'Get a sentry',
  description: 'Retrieve a Sentry with its current state',
  semantics: 'safe',
  fields: [sentryLocator],
  request: ({ sentry }) => getSentry(sentry),
  responseSchema: sentrySchema,
});
