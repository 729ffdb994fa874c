import { path } from '@signalbox/http-core';
import { defineOperation, freeText } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { text } from '../../api/wire';
import { undocumentedFields, undocumentedHints, undocumentedShape } from './undocumented';

export const create = defineOperation({
  resource: 'sentry',
  operation: 'create',
  name: 'Create (Undocumented)',
  action: 'Create a sentry (undocumented)',
  description: 'Create a Sentry. Not documented by data.world, whose way is the Hoot admin space.',
  semantics: 'non-idempotent',
  fields: [
    ...undocumentedFields,
    {
      displayName: 'Name',
      name: 'name',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. Orders',
      description: 'What the Sentry is called',
    },
  ],
  input: () =>
    z.object({
      ...undocumentedShape(),
      name: z.pipe(z.string().check(z.trim(), z.minLength(1), z.maxLength(255)), freeText()),
    }),
  request: ({ name }) => ({ method: 'POST', path: path`/sentries`, query: { name } }),
  // The ancestor answers with these two (dataworld-sentry.md §4). Without a uid nothing could be done with it.
  responseSchema: () => z.looseObject({ uid: z.string(), url: text(), name: text(), state: text() }),
  hints: undocumentedHints,
});
