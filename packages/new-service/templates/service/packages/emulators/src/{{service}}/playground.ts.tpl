import type { PlaygroundEntry } from '../kit/playground-entry';
import type { {{type}}Control } from './control';
import type { {{type}}Options } from './plugin';
import { seed } from './seed';

export const playground: PlaygroundEntry<{{type}}Control, {{type}}Options> = {
  credentials: (emulator) => [
    {
      name: '{{name}} emulator',
      type: '{{key}}Api',
      data: {
        environment: 'custom',
        baseUrl: {{#if prefix}}`${emulator.url}{{prefix}}`{{else}}emulator.url{{/if}},
        {{#if isExpiring}}
        tokenUrl: `${emulator.url}{{tokenPath}}`,
        {{/if}}
        {{#each secretFields}}
        {{name}}: seed.{{name}},
        {{/each}}
      },
    },
  ],
  {{#if isWebhook}}
  subscriberUrls: (emulator) => emulator.control.webhooks().map(({ url }) => url),
  {{/if}}
  activate: [{{#if hasTrigger}}'{{exampleFile}}'{{/if}}],
  openFirst: 'create-and-get.json',
  steps: (emulator) => [
    'Point at the node "When clicking ..." and press the "Execute workflow" beside it: this creates {{noun.one}} and gets it.',
    {{#if isPoll}}
    'Open the workflow "New {{noun.many}}" and its tab "Executions": within a minute the trigger has found the new {{noun.word}}.',
    {{/if}}
    {{#if isWebhook}}
    'Open the workflow "New {{noun.many}}" and its tab "Executions": the trigger has run once.',
    {{/if}}
    `Open the control room at ${emulator.url}/ to see the {{noun.word}}, or to create one as somebody else.`,
  ],
};
