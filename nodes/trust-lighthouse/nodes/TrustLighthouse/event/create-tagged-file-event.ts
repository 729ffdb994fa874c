import { defineOperation } from '@signalbox/http-core/operation';

import { companyField } from '../../api/company';
import { createTaggedFileEvent, createdEvent } from '../../api/event';
import type { CreatedEvent } from '../../api/event';
import { readSomeTags, tagFields } from '../../api/tags';
import { actionFields, readAction } from './action';
import { eventHints, presentNewEvent, presentedEvent } from './presented-event';

export const createTaggedFile = defineOperation({
  resource: 'taggedFileEvent',
  operation: 'create',
  name: 'Create',
  action: 'Create a tagged file event',
  description: 'Have Trust call a URL when a file with certain tags is uploaded to Chronos',
  semantics: 'non-idempotent',
  fields: [
    ...tagFields('Tags that a file must have, each with exactly this value'),
    ...actionFields,
    companyField,
  ],
  request: (input) =>
    createTaggedFileEvent({
      companyId: input.companyId,
      tags: readSomeTags(input),
      ...readAction(input),
    }),
  responseSchema: createdEvent,
  toItem: (event: CreatedEvent, input) => presentNewEvent(event, input),
  output: presentedEvent,
  hints: eventHints,
});
