import { plugin as {{key}}, seed } from '@signalbox/emulators/{{service}}';
import { failuresWithout } from '../n8n/failures';
import { useServiceLab } from '../n8n/service-lab';

export { seed };

/** Full name of the action node. */
export const ACTION = 'n8n-nodes-{{service}}.{{key}}';
{{#if hasTrigger}}
export const TRIGGER = 'n8n-nodes-{{service}}.{{key}}Trigger';
{{/if}}

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [{{secretSeeds}}];

export { itemsOf } from '../n8n/failures';
export const { expectNoSecret, refusalOf } = failuresWithout(secrets);

/** Sets the lab up for a test file. */
export const useLab = () =>
  useServiceLab({
    folder: '{{service}}',
    action: ACTION,
    resource: '{{noun.key}}',
    plugin: {{key}},
    credentialType: '{{key}}Api',
    credential: ({ url }) => ({
      environment: 'custom',
      baseUrl: {{#if prefix}}`${url}{{prefix}}`{{else}}url{{/if}},
      {{#if isExpiring}}
      tokenUrl: `${url}{{tokenPath}}`,
      {{/if}}
      {{#each secretFields}}
      {{name}}: seed.{{name}},
      {{/each}}
    }),
    {{#if isExpiring}}
    tokenPath: {{{tokenPattern}}},
    {{/if}}
  });
export type Lab = ReturnType<typeof useLab>;
