import { path } from '@signalbox/http-core';
import { defineOperation, freeText, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { text } from '../../api/wire';
import { undocumentedFields, undocumentedHints } from './undocumented';

export const create = defineOperation({
  resource: 'sentry',
  operation: 'create',
  name: 'Create (Undocumented)',
  action: 'Create a sentry (undocumented)',
  description:
    'Create a Sentry. Not documented by data.world, which expects you to use the Hoot admin space.',
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
      description: 'Name of the Sentry',
      [schema]: () => z.pipe(z.string().check(z.trim(), z.minLength(1), z.maxLength(255)), freeText()),
    },
  ],
  request: ({ name }) => ({ method: 'POST', path: path`/sentries`, query: { name } }),
  // The ancestor returns both (dataworld-sentry.md §4). Without a UID the new Sentry could not be used.
  responseSchema: () => z.looseObject({ uid: z.string(), url: text(), name: text(), state: text() }),
  hints: undocumentedHints,
});
