import { path } from '@signalbox/http-core';
import { defineOperation, filledFreeText, schema } from '@signalbox/http-core/operation';

import { {{noun.key}}Schema } from '../../api/{{noun.folder}}';

export const create = defineOperation({
  resource: '{{noun.key}}',
  operation: 'create',
  name: 'Create',
  action: 'Create {{noun.one}}',
  description: 'Create {{noun.one}} with a name',
  semantics: 'non-idempotent',
  fields: [
    {
      displayName: 'Name',
      name: 'name',
      type: 'string',
      default: '',
      required: true,
      description: 'Name of the new {{noun.word}}',
      [schema]: filledFreeText,
    },
  ],
  request: ({ name }) => ({ method: 'POST', path: path`/{{noun.path}}`, body: { name } }),
  responseSchema: {{noun.key}}Schema,
});
