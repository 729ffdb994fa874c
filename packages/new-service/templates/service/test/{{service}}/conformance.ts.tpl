import { join } from 'node:path';
import type { ConformanceSubject } from '@signalbox/conformance-kit';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import { plugin as {{key}}, seed, type Control } from '@signalbox/emulators/{{service}}';
import { operations } from 'n8n-nodes-{{service}}/nodes/{{type}}/operations';

/** {{name}} in the conformance kit: every item has a separate {{noun.word}}. */
export const subject: ConformanceSubject<Emulator<Control>> = {
  package: join(__dirname, '..', '..', 'nodes', '{{service}}'),
  nodeType: 'n8n-nodes-{{service}}.{{key}}',
  operations,
  examples: {
    '{{noun.key}}.create': { parameters: { name: '=\{{ $json.name }}' } },
    '{{noun.key}}.get': { parameters: { {{noun.key}}Id: '=\{{ $json.id }}' } },
  },
  credentials: (url) => ({
    {{key}}Api: {
      environment: 'custom',
      baseUrl: {{#if prefix}}`${url}{{prefix}}`{{else}}url{{/if}},
      {{#if isExpiring}}
      tokenUrl: `${url}{{tokenPath}}`,
      {{/if}}
      {{#each secretFields}}
      {{name}}: seed.{{name}},
      {{/each}}
    },
  }),
  secrets: [{{secretSeeds}}],
  startEmulator: () => startEmulator({{key}}),
  prepare: ({ control }, count) =>
    Array.from({ length: count }, (_, index) => {
      const { id, name } = control.create(`{{noun.Word}} ${index}`);
      return { id, name };
    }),
  refreshesToken: {{#if isExpiring}}true{{else}}false{{/if}},
  {{#if isExpiring}}
  // Not the requests for a token.
  faultMatch: { path: /\/{{noun.path}}/ },
  {{/if}}
};
