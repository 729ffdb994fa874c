import { defineOperation } from '@signalbox/http-core/operation';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { toSentry } from '../../api/sentry';
import { sentryInput, sentryLocator } from '../../api/sentry-fields';
import { undocumentedFields, undocumentedShape } from './undocumented';

/** Not "sentry": an empty field must never fall back to the credential's default Sentry and delete it. */
const sentryToDelete: INodeProperties = {
  ...sentryLocator,
  name: 'sentryToDelete',
  required: true,
  description: 'API URL or UID of the Sentry',
};

export const deleteSentry = defineOperation({
  resource: 'sentry',
  operation: 'delete',
  name: 'Delete (Undocumented)',
  action: 'Delete a sentry (undocumented)',
  description: 'Delete a Sentry with its history. Not documented by data.world.',
  semantics: 'non-idempotent',
  fields: [...undocumentedFields, sentryToDelete],
  input: () => z.object({ ...undocumentedShape(), sentryToDelete: sentryInput() }),
  orderingKey: ({ sentryToDelete: { uid } }) => uid,
  request: ({ sentryToDelete: sentry }) => toSentry(sentry, { method: 'DELETE', text: true }),
  responseSchema: () => z.any(),
  toItem: (_answer: unknown, { sentryToDelete: { uid } }) => ({ success: true, deleted: true, uid }),
  output: () => z.looseObject({ success: z.boolean(), deleted: z.boolean(), uid: z.string() }),
});
