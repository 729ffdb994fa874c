import type { Command } from 'commander';
import { assumptionSettings } from '../kit/assumption';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { assumptions, type DataworldAssumptions } from './assumptions';
import { dataworldControl, type DataworldControl } from './control';
import { dataworldControlRoom } from './control-room';
import { DataworldService } from './service';
import { badgeRoutes } from './routes/badge-routes';
import { canaryRoutes } from './routes/canary-routes';
import { loginPage } from './routes/login-page';
import { sentryApi } from './routes/sentry-api';
import { sentryRoutes } from './routes/sentry-routes';
import { seed } from './seed';

/** Options of the data.world emulator. The defaults suit tests. */
export interface DataworldOptions {
  /** Path before `/sentries`; `/h/api/v1` by default. */
  prefix?: string;
  /** Enforces the rate limit. @default false */
  rateLimits?: boolean;
  /** Assumptions that differ from the defaults. */
  assume?: Partial<DataworldAssumptions>;
}

/** dataworld-sentry.md §2: seen at the one public user of the API. */
const PREFIX = '/h/api/v1';

export const plugin: EmulatorPlugin<DataworldControl, DataworldOptions> = {
  name: 'dataworld-sentry',
  title: 'data.world Sentries',
  assumptions,
  start(runtime, options) {
    const prefix = checkedPrefix(options.prefix ?? PREFIX);
    const service = new DataworldService(runtime, {
      prefix,
      rateLimits: options.rateLimits ?? false,
      settings: assumptionSettings(assumptions, options.assume),
    });
    const control = dataworldControl(service);
    return {
      control,
      register(app) {
        loginPage(app);
        void app.register(
          (scope, _options, done) => {
            sentryApi(scope, service, [sentryRoutes, canaryRoutes, badgeRoutes]);
            done();
          },
          { prefix },
        );
      },
      reset: () => service.reset(),
      close: () => service.close(),
      // Credentials are in headers only.
      maskPath: (path) => path,
      controlRoom: dataworldControlRoom(service, control),
    };
  },
  commandLine: {
    port: 4340,
    describe(command: Command) {
      command.option('--no-rate-limits', 'do not enforce the rate limit');
    },
    options: (parsed, assume) => ({
      rateLimits: parsed.rateLimits as boolean,
      assume: assume,
    }),
    seedLines: (origin) => [
      ['API token (admin)', seed.accounts.administrator.token],
      ['API token (member)', seed.accounts.member.token],
      ...Object.values(seed.sentries).map(
        ({ name, uid }) => [`Sentry ${name}`, `${origin}${PREFIX}/sentries/${uid}`] as const,
      ),
      ...Object.values(seed.hoots).map(
        ({ name, uid }) => [`Hoot ${name}`, `${origin}${PREFIX}/hoots/${uid}/badge.svg`] as const,
      ),
    ],
  },
};

function checkedPrefix(prefix: string): string {
  if (/^(\/[\w.~-]+)+$/.test(prefix)) return prefix;
  throw new Error(`prefix has to be a path such as ${PREFIX}, not "${prefix}".`);
}
