import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { {{noun.key}}Schema } from '../../api/{{noun.folder}}';

export const get = defineOperation({
  resource: '{{noun.key}}',
  operation: 'get',
  name: 'Get',
  action: 'Get {{noun.one}}',
  description: 'Retrieve {{noun.one}} by its ID',
  semantics: 'safe',
  fields: [
    {
      displayName: '{{noun.label}} ID',
      name: '{{noun.key}}Id',
      type: 'string',
      default: '',
      required: true,
      description: 'ID of the {{noun.word}}, as in the output of {{noun.label}}: Create',
    },
  ],
  request: ({ {{noun.key}}Id: id }) => ({ method: 'GET', path: path`/{{noun.path}}/${id}` }),
  responseSchema: {{noun.key}}Schema,
  hints: { 404: '{{name}} has no {{noun.word}} with this ID. Check the ID, and that the {{noun.word}} was not deleted.' },
});
