import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { getSentry, sentrySchema } from '../../api/sentry';
import { sentryInput, sentryLocator } from '../../api/sentry-fields';

export const get = defineOperation({
  resource: 'sentry',
  operation: 'get',
  name: 'Get',
  action: 'Get a sentry',
  description: 'Retrieve a Sentry with its current state',
  semantics: 'safe',
  fields: [sentryLocator],
  input: () => z.object({ sentry: sentryInput() }),
  request: ({ sentry }) => getSentry(sentry),
  responseSchema: sentrySchema,
});
