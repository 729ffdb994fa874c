import Fastify from 'fastify';
import type { Clock } from './clock';
import { addControlRoom } from './add-control-room';
import type { EmulatorPlugin } from './emulator-plugin';
import { FaultSwitchboard } from './fault-switchboard';
import { holdPort } from './hold-port';
import { Journal } from './journal';
import { realClock } from './real-clock';
import { WireServer } from './wire-server';

/** Largest body that an emulator takes: 16 attachments of 4 MB in Base64, and some. */
const BODY_LIMIT_BYTES = 96 * 1024 * 1024;

export interface EmulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: string;
  /** Names other than `localhost` and `host` by which it may be called; addresses need no permission. */
  allowedHosts?: readonly string[];
  clock?: Clock;
}

/** A running emulator. */
export interface Emulator<Control> {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly faults: FaultSwitchboard;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly control: Control;
  /** Masks the credentials in the path of a request to this service. */
  maskPath(path: string): string;
  /** Short description of an outgoing event. */
  eventLabel(event: Readonly<Record<string, unknown>>): string;
  /** Restores the initial state: seed data, no faults, an empty journal, listening. */
  reset(): Promise<void>;
  /** Closes the open connections and refuses new ones; keeps all state and the port. */
  stopListening(): Promise<void>;
  /** Listens again on the same port. */
  resumeListening(): Promise<void>;
  /** Stops the emulator without waiting for open connections. */
  close(): Promise<void>;
}

/**
 * Starts the double of a service on a local port.
 * @throws if the port is taken (`EADDRINUSE`) or an option is not valid
 */
export async function startEmulator<Control, Options extends object>(
  plugin: EmulatorPlugin<Control, Options>,
  options: EmulatorOptions & Options = {} as EmulatorOptions & Options,
): Promise<Emulator<Control>> {
  const host = options.host ?? '127.0.0.1';
  const clock = options.clock ?? realClock();
  const journal = new Journal();
  const faults = new FaultSwitchboard();
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 1000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const wire = new WireServer({
    service: app.server,
    clock,
    faults,
    journal,
    host,
    allowedHosts: options.allowedHosts ?? [],
  });
  const printableHost = host.includes(':') ? `[${host}]` : host;
  const origin = () => `http://${printableHost}:${wire.port}`;
  const service = plugin.start({ clock, journal, origin }, options);
  addControlRoom(app, { title: plugin.title, service, faults, journal });
  void app.register((scope, _options, done) => {
    service.register(scope);
    done();
  });
  await app.ready();
  await wire.listen(options.port ?? 0);
  const { port } = wire;

  let releasePort = async (): Promise<void> => {};
  const stopListening = async () => {
    if (!wire.listening) return;
    await wire.close();
    releasePort = await holdPort(port, host);
  };
  const resumeListening = async () => {
    if (wire.listening) return;
    await wire.listen(port);
    await releasePort();
  };
  return {
    get url() {
      return origin();
    },
    port,
    faults,
    journal,
    clock,
    control: service.control,
    maskPath: (path) => service.maskPath(path),
    eventLabel: (event) => service.controlRoom.eventLabel(event),
    async reset() {
      service.reset();
      faults.clear();
      journal.clear();
      await resumeListening();
    },
    stopListening,
    resumeListening,
    async close() {
      service.close();
      faults.clear();
      await wire.close();
      await releasePort();
      await app.close();
    },
  };
}
