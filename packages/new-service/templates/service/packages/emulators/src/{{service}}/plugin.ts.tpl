import { assumptionSettings } from '../kit/assumption';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { assumptions, type {{type}}Assumptions } from './assumptions';
import { {{key}}Control, type {{type}}Control } from './control';
import { {{key}}ControlRoom } from './control-room';
import { restApi } from './routes';
import { seed } from './seed';
import { {{type}}Service } from './service';
{{#if isExpiring}}
import { TOKEN_PATH, tokenRoute } from './token-route';
{{/if}}

/** Options of the {{name}} emulator. The defaults suit tests. */
export interface {{type}}Options {
  /** Settings of open questions that differ from the table. */
  assume?: Partial<{{type}}Assumptions>;
}

{{#if prefix}}
/** Path of the API at {{host}}. */
const PREFIX = '{{prefix}}';

{{/if}}
/** The double of {{name}}. */
export const plugin: EmulatorPlugin<{{type}}Control, {{type}}Options> = {
  name: '{{service}}',
  title: '{{name}}',
  assumptions,
  start(runtime, options) {
    const service = new {{type}}Service(runtime, assumptionSettings(assumptions, options.assume));
    const control = {{key}}Control(service);
    return {
      control,
      register(app) {
        {{#if isExpiring}}
        tokenRoute(app, service);
        {{/if}}
        void app.register(
          (scope, _options, done) => {
            restApi(scope, service);
            done();
          },
          {{#if prefix}}
          { prefix: PREFIX },
          {{/if}}
        );
      },
      reset: () => service.reset(),
      close: () => service.close(),
      // No path holds a secret.
      maskPath: (path) => path,
      controlRoom: {{key}}ControlRoom(control),
    };
  },
  commandLine: {
    port: {{port}},
    describe: () => undefined,
    options: (_parsed, assume) => ({ assume }),
    seedLines: (origin) => [
      ['Base URL', {{#if prefix}}origin + PREFIX{{else}}origin{{/if}}],
      {{#if isExpiring}}
      ['Token URL', origin + TOKEN_PATH],
      {{/if}}
      {{#each secretFields}}
      ['{{label}}', seed.{{name}}],
      {{/each}}
    ],
  },
};
