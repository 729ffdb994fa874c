import { lazy, path, wholeList } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { sentrySchema } from '../../api/sentry';
import { undocumentedFields, undocumentedHints } from './undocumented';

/** Bare as in the ancestor, or wrapped in an object. No pagination is known (dataworld-sentry.md §2). */
const sentryList = lazy(() =>
  z.union([z.array(sentrySchema()), z.looseObject({ sentries: z.array(sentrySchema()) })]),
);
type SentryList = z.infer<ReturnType<typeof sentryList>>;

export const getMany = defineOperation({
  resource: 'sentry',
  operation: 'getAll',
  name: 'Get Many (Undocumented)',
  action: 'Get many sentries (undocumented)',
  description: 'Retrieve the Sentries of the organization. Not documented by data.world.',
  semantics: 'safe',
  fields: undocumentedFields,
  request: () => ({ method: 'GET', path: path`/sentries` }),
  responseSchema: sentryList,
  pages: wholeList((list: SentryList) => (Array.isArray(list) ? list : list.sentries)),
  output: sentrySchema,
  hints: undocumentedHints,
});
