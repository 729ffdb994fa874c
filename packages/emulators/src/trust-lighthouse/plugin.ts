import type { FastifyInstance } from 'fastify';
import { assumptionSettings } from '../kit/assumption';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { assumptions, type TrustAssumptions } from './assumptions';
import { trustControl, type TrustControl } from './control';
import { trustControlRoom } from './control-room';
import type { EventStore } from './event-store';
import { downloadRoutes } from './routes/download-routes';
import { eventRoutes } from './routes/event-routes';
import { fileRoutes } from './routes/file-routes';
import { gateway } from './routes/gateway';
import { linkRoutes } from './routes/link-routes';
import { metricRoutes } from './routes/metric-routes';
import { tagRoutes } from './routes/tag-routes';
import { TOKEN_PATH, tokenRoutes } from './routes/token-routes';
import { seed } from './seed';
import { TrustService } from './service';

/** Options of the Trust emulator. The defaults suit tests. */
export interface TrustOptions {
  /** Assumptions that differ from the defaults. */
  assume?: Partial<TrustAssumptions>;
  /** Keeps the live events for a later emulator; without one they end with this emulator. */
  eventStore?: EventStore;
}

/** The gateway serves all services from one host; here Atenea shares it. */
const PATHS = { lighthouse: '/lighthouse/api/v1', chronos: '/chronos/v1' } as const;

/** The double of Trust: Atenea, Lighthouse and Chronos. */
export const plugin: EmulatorPlugin<TrustControl, TrustOptions> = {
  name: 'trust-lighthouse',
  title: 'Trust',
  assumptions,
  start(runtime, options) {
    const service = new TrustService(
      runtime,
      assumptionSettings(assumptions, options.assume),
      options.eventStore,
    );
    const control = trustControl(service);
    const behindToken = (app: FastifyInstance, prefix: string, routes: Parameters<typeof gateway>[2]): void =>
      void app.register(
        (scope, _options, done) => {
          gateway(scope, service, routes);
          done();
        },
        { prefix },
      );
    return {
      control,
      register(app) {
        tokenRoutes(app, service);
        void app.register((scope, _options, done) => {
          downloadRoutes(scope, service);
          done();
        });
        behindToken(app, PATHS.lighthouse, [eventRoutes]);
        behindToken(app, PATHS.chronos, [fileRoutes, tagRoutes, linkRoutes, metricRoutes]);
      },
      reset: () => service.reset(),
      close: () => service.close(),
      // A download link needs no token, so the link is a secret.
      maskPath: (path) => path.replace(/^(\/+chronos\/+v1\/+download\/+)[^/]+/i, '$1***'),
      controlRoom: trustControlRoom(service, control),
    };
  },
  commandLine: {
    port: 4330,
    describe: () => undefined,
    options: (_parsed, assume) => ({ assume }),
    seedLines: (origin) => [
      ['API gateway', origin],
      ['Token endpoint', origin + TOKEN_PATH],
      ...Object.values(seed.companies).flatMap(({ id, name, services }) => [
        [`Company ${name}`, id] as const,
        ['  storage services', services.join(', ')] as const,
      ]),
      ...Object.values(seed.clients).flatMap(({ id, secret, companies }) => [
        [`Client of company ${companies.join(', ')}`, id] as const,
        ['  secret', secret] as const,
      ]),
    ],
  },
};
