import { path } from '@signalbox/http-core';
import { defineOperation, filledFreeText, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { alertLocator, userLocator } from './fields';
import { code, text } from '../../api/wire';

/** AlertAnnotationTypes: 1 is text (signl4.md §2.4). */
const TEXT = 1;

export const annotate = defineOperation({
  resource: 'alert',
  operation: 'annotate',
  name: 'Annotate',
  action: 'Annotate an alert',
  description: 'Add a note to an alert on behalf of a user',
  semantics: 'non-idempotent',
  fields: [
    alertLocator,
    userLocator,
    {
      displayName: 'Note',
      name: 'note',
      type: 'string',
      typeOptions: { rows: 3 },
      default: '',
      required: true,
      placeholder: 'e.g. Technician is on the way',
      description: 'The text to add',
      [schema]: filledFreeText,
    },
  ],
  request: ({ alertId, userId, note }) => ({
    method: 'POST',
    path: path`/api/v2/alerts/${alertId}/annotate`,
    body: { text: note, type: TEXT, userId },
  }),
  responseSchema: () =>
    z.looseObject({
      id: z.string(),
      text: text(),
      timestamp: text(),
      teamId: text(),
      userId: text(),
      type: code(),
    }),
  hints: { 404: 'SIGNL4 does not know this alert or this user. Choose both from their lists.' },
});
