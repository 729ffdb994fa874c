import type { Command } from 'commander';
import { assumptionSettings } from '../kit/assumption';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { assumptions, type DisruptiveTechnologiesAssumptions } from './assumptions';
import { disruptiveTechnologiesControl, type DisruptiveTechnologiesControl } from './control';
import { disruptiveTechnologiesControlRoom } from './control-room';
import { DisruptiveTechnologiesService } from './service';
import { claimRoutes } from './routes/claim-routes';
import { connectorRoutes } from './routes/connector-routes';
import { deviceRoutes } from './routes/device-routes';
import { emulatorRoutes } from './routes/emulator-routes';
import { eventRoutes } from './routes/event-routes';
import { identityRoutes, TOKEN_PATH } from './routes/identity-routes';
import { memberRoutes } from './routes/member-routes';
import { organizationRoutes } from './routes/organization-routes';
import { projectRoutes } from './routes/project-routes';
import { restApi } from './routes/rest-api';
import { serviceAccountRoutes } from './routes/service-account-routes';
import { seed } from './seed';

/** Options of the Disruptive Technologies emulator. The defaults suit tests. */
export interface DisruptiveTechnologiesOptions {
  /** Enforces the rate limit. @default false */
  rateLimits?: boolean;
  /** Assumptions that differ from the defaults. */
  assume?: Partial<DisruptiveTechnologiesAssumptions>;
}

/** The three hosts of the real service are three paths here. */
const PATHS = { rest: '/v2', sensorEmulator: '/emulator/v2', token: TOKEN_PATH } as const;

export const plugin: EmulatorPlugin<DisruptiveTechnologiesControl, DisruptiveTechnologiesOptions> = {
  name: 'disruptive-technologies',
  title: 'Disruptive Technologies',
  assumptions,
  start(runtime, options) {
    const service = new DisruptiveTechnologiesService(runtime, {
      rateLimits: options.rateLimits ?? false,
      settings: assumptionSettings(assumptions, options.assume),
    });
    const control = disruptiveTechnologiesControl(service);
    return {
      control,
      register(app) {
        identityRoutes(app, service);
        void app.register(
          (scope, _options, done) => {
            restApi(scope, service, [
              claimRoutes,
              connectorRoutes,
              deviceRoutes,
              eventRoutes,
              memberRoutes,
              organizationRoutes,
              projectRoutes,
              serviceAccountRoutes,
            ]);
            done();
          },
          { prefix: PATHS.rest },
        );
        void app.register(
          (scope, _options, done) => {
            restApi(scope, service, [emulatorRoutes]);
            done();
          },
          { prefix: PATHS.sensorEmulator },
        );
      },
      reset: () => service.reset(),
      close: () => service.reset(),
      // Credentials are in headers and bodies only.
      maskPath: (path) => path,
      controlRoom: disruptiveTechnologiesControlRoom(service, control),
    };
  },
  commandLine: {
    port: 4320,
    describe(command: Command) {
      command.option('--no-rate-limits', 'do not enforce the rate limit');
    },
    options: (parsed, assume) => ({
      rateLimits: parsed.rateLimits as boolean,
      assume: assume,
    }),
    seedLines: (origin) => [
      ['REST API', origin + PATHS.rest],
      ['Sensor emulator', origin + PATHS.sensorEmulator],
      ['Token endpoint', origin + PATHS.token],
      ['Organization', seed.organization.id],
      ...Object.values(seed.projects).map(
        (project) => [`Project ${project.displayName}`, project.id] as const,
      ),
      ...Object.values(seed.serviceAccounts).flatMap((account) => [
        [`Account ${account.displayName}`, account.email] as const,
        ['  key id', account.keyId] as const,
        ['  secret', account.secret] as const,
      ]),
      ...Object.values(seed.devices).map((device) => [device.name, device.id] as const),
      ['To claim: a sensor', seed.unclaimed.freezer.id],
      ['To claim: a kit', seed.unclaimed.kit.id],
    ],
  },
};
