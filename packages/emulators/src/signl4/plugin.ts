import { Option, type Command } from 'commander';
import { assumptionSettings } from '../kit/assumption';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { assumptions, type Signl4Assumptions } from './assumptions';
import { signl4Control, type Signl4Control } from './control';
import { signl4ControlRoom } from './control-room';
import type { Plan } from './rate-limits';
import { inboundWebhook } from './inbound/inbound-webhook';
import { restApi } from './http/rest-api';
import { seed } from './seed';
import { Signl4Service } from './service';

/** Options of the SIGNL4 emulator. The defaults suit tests. */
export interface Signl4Options {
  /** Plan that sets the rate limits. @default 'commercial' */
  plan?: Plan;
  /** Enforces the rate limits. @default false */
  rateLimits?: boolean;
  /** Milliseconds between the 201 for an event and its alert; 20 by default (about 200 in the real service). */
  processingDelayMs?: number;
  /** Seconds until an unacknowledged alert is escalated. @default 120 */
  responseTimeSeconds?: number;
  /** Assumptions that differ from the defaults. */
  assume?: Partial<Signl4Assumptions>;
}

export const plugin: EmulatorPlugin<Signl4Control, Signl4Options> = {
  name: 'signl4',
  title: 'SIGNL4',
  assumptions,
  start(runtime, options) {
    const service = new Signl4Service(runtime, {
      plan: options.plan ?? 'commercial',
      rateLimits: options.rateLimits ?? false,
      processingDelayMs: options.processingDelayMs ?? 20,
      responseTimeSeconds: options.responseTimeSeconds ?? 120,
      settings: assumptionSettings(assumptions, options.assume),
    });
    const control = signl4Control(service);
    return {
      control,
      register(app) {
        void app.register((scope, _options, done) => {
          inboundWebhook(scope, service);
          done();
        });
        void app.register(
          (scope, _options, done) => {
            restApi(scope, service);
            done();
          },
          { prefix: '/api/v2' },
        );
      },
      reset: () => service.reset(),
      close: () => service.reset(),
      maskPath: (path) =>
        path.replace(/^(\/+webhook\/+|\/+api\/+v2\/+events\/+)(?!paged\b|\d{19}_)[^/?]+/i, '$1***'),
      controlRoom: signl4ControlRoom(service, control),
    };
  },
  commandLine: {
    port: 4310,
    describe(command: Command) {
      command
        .addOption(
          new Option('--plan <plan>', 'whose rate limits apply')
            .choices(['free', 'commercial'])
            .default('commercial'),
        )
        .option('--no-rate-limits', 'do not enforce rate limits')
        .option('--processing-delay <ms>', 'time between the response to an event and its alert', '200')
        .option('--response-time <seconds>', 'time until an alert is escalated', '120');
    },
    options: (parsed, assume) => ({
      plan: parsed.plan as Plan,
      rateLimits: parsed.rateLimits as boolean,
      processingDelayMs: positive(parsed.processingDelay, '--processing-delay'),
      responseTimeSeconds: positive(parsed.responseTime, '--response-time'),
      assume: assume,
    }),
    seedLines: (origin) => [
      ['Base URL', origin],
      ['API key (full)', seed.apiKey],
      ['API key (read-only)', seed.readOnlyApiKey],
      ...Object.values(seed.teams).flatMap((team) => [
        [`Team ${team.name}`, team.id] as const,
        ['  team secret', team.secret] as const,
      ]),
      ['Integration secret', seed.integrationSecret],
      ...Object.values(seed.users).map((user) => [`User ${user.name}`, user.id] as const),
    ],
  },
};

function positive(value: unknown, option: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new Error(`${option} has to be a number, not "${String(value)}".`);
}
