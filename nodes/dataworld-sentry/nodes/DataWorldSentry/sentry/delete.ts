import { defineOperation } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { toSentry } from '../../api/sentry';
import { sentryLocator } from '../../api/sentry-fields';
import { undocumentedFields } from './undocumented';

/** Not "sentry": an empty field must never fall back to the credential's default Sentry and delete it. */
const sentryToDelete = {
  ...sentryLocator,
  name: 'sentryToDelete',
  required: true,
  description: 'API URL or UID of the Sentry',
} as const satisfies Field;

export const deleteSentry = defineOperation({
  resource: 'sentry',
  operation: 'delete',
  name: 'Delete (Undocumented)',
  action: 'Delete a sentry (undocumented)',
  description: 'Delete a Sentry with its history. Not documented by data.world.',
  semantics: 'non-idempotent',
  fields: [...undocumentedFields, sentryToDelete],
  orderingKey: ({ sentryToDelete: { uid } }) => uid,
  request: ({ sentryToDelete: sentry }) => toSentry(sentry, { method: 'DELETE', text: true }),
  responseSchema: () => z.any(),
  toItem: (_answer: unknown, { sentryToDelete: { uid } }) => ({ success: true, deleted: true, uid }),
  output: () => z.looseObject({ success: z.boolean(), deleted: z.boolean(), uid: z.string() }),
});
