import { playgroundServices, startEmulator } from '@signalbox/emulators';
import { claimPort } from './claim-port';
import { DataDirectory } from './data-directory';
import { ensureCredentials } from './ensure-credentials';
import { importExamples, type ImportedExample } from './import-examples';
import { installPackages } from './install-packages';
import { N8nClient, N8nRequestError } from './n8n-client';
import { n8nEnvironment, type LogLevel } from './n8n-environment';
import { N8nServer } from './n8n-server';
import { packNodePackages } from './pack-node-packages';
import { Playground, type RunningService } from './playground';
import { PlaygroundError } from './playground-error';
import { silentProgress, type Progress } from './progress';
import { hasTriggerOf, republishTriggers } from './republish-triggers';

export interface PlaygroundOptions {
  /** Everything that is remembered between two starts; `.signalbox/n8n` by default. */
  dataDir?: string;
  /** Port of n8n; 5678 by default, 0 for any free one. */
  port?: number;
  /** Port of n8n's task broker; the one after n8n's by default, 0 for any free one. */
  brokerPort?: number;
  /** Port of the first emulator, the others follow; the second one after n8n's by default, 0 for any free ones. */
  emulatorPort?: number;
  /** Packages to install; all of nodes/, bundled and packed now, by default. */
  tarballs?: readonly string[];
  /** Imports and activates the example workflows. @default true */
  examples?: boolean;
  logLevel?: LogLevel;
  /** Further environment variables for n8n. */
  env?: Readonly<Record<string, string>>;
  progress?: Progress;
  /** Aborts the start, and stops everything that was started. */
  signal?: AbortSignal;
}

/** n8n's own default. */
export const DEFAULT_PORT = 5678;

/**
 * Starts the emulators and a real n8n with the node packages, an owner, credentials and the example workflows in it,
 * and waits until their triggers are registered. Starting again on the same data directory keeps all changes made in n8n.
 *
 * @throws PlaygroundError for a problem that the user can solve; everything that was started is stopped first
 */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const { progress = silentProgress, signal } = options;
  const undo: (() => Promise<void> | void)[] = [];
  try {
    const data = new DataDirectory(options.dataDir);
    data.lock();
    undo.push(() => data.unlock());

    const port = await claimPort(options.port ?? DEFAULT_PORT, 'n8n');
    const brokerPort = await claimPort(
      options.brokerPort ?? following(port, 1, options.port),
      "n8n's task broker",
    );
    const services = await startEmulators(
      options.emulatorPort ?? following(port, 2, options.port),
      data,
      undo,
    );
    signal?.throwIfAborted();

    const tarballs = options.tarballs ?? (await progress.step('Packing the nodes', packNodePackages));
    if (await installPackages(tarballs, data.communityPackages))
      progress.note('Node packages installed into n8n');
    signal?.throwIfAborted();

    const secrets = data.secrets();
    const server = new N8nServer({
      port,
      logFile: data.n8nLog,
      env: n8nEnvironment({
        dataDir: data.path,
        port,
        brokerPort,
        encryptionKey: secrets.encryptionKey,
        logLevel: options.logLevel ?? 'info',
        extra: options.env,
      }),
    });
    undo.push(() => server.stop());
    await progress.step('Starting n8n', () => server.start(signal));

    const client = new N8nClient(server.url);
    await enter(client, secrets, data);
    const wanted = services.flatMap(({ playground, emulator }) => playground.credentials(emulator));
    const credentials = await ensureCredentials(client, data, wanted);

    const examples: ImportedExample[] = [];
    await progress.step('Activating the workflows', async () => {
      await republishTriggers(client, services);
      if (options.examples === false) return;
      for (const service of services) {
        const { plugin, playground, emulator } = service;
        const imported = await importExamples(client, data, service, credentials);
        for (const { file, workflow, changed } of imported) {
          if (!changed || !playground.activate.includes(file)) continue;
          signal?.throwIfAborted();
          await client.publish(workflow);
          const urls = playground.subscriberUrls?.(emulator);
          if (urls && hasTriggerOf(workflow, [service])) assertRegistered(plugin.title, urls, server.url);
        }
        examples.push(...imported);
      }
    });
    return new Playground({ data, secrets, server, client, services, examples });
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

function following(port: number, distance: number, asked: number | undefined): number {
  return asked === 0 ? 0 : port + distance;
}

async function startEmulators(
  firstPort: number,
  data: DataDirectory,
  undo: (() => Promise<void> | void)[],
): Promise<RunningService[]> {
  const running: RunningService[] = [];
  for (const [index, service] of playgroundServices().entries()) {
    const { name, plugin, playground } = service;
    const port = await claimPort(firstPort === 0 ? 0 : firstPort + index, `the ${plugin.title} emulator`);
    const options = playground.options?.(data.emulatorState(name));
    const emulator = await startEmulator(plugin, { ...options, port });
    undo.push(() => emulator.close());
    running.push({ ...service, emulator });
  }
  return running;
}

/** Sets up the owner of a new n8n, or logs in to one that has an owner. */
async function enter(
  client: N8nClient,
  { email, password }: { email: string; password: string },
  data: DataDirectory,
): Promise<void> {
  if (await client.needsOwner()) {
    await client.setUpOwner({ email, password, firstName: 'Signal', lastName: 'Box' });
    return;
  }
  try {
    await client.login(email, password);
  } catch (error) {
    if (!(error instanceof N8nRequestError) || error.status !== 401) throw error;
    throw new PlaygroundError(
      `n8n does not accept the login of the playground (${email}).`,
      `If you changed it in n8n, write the new one into ${data.path}/playground.json, or start over: npm start -- --reset`,
      { cause: error },
    );
  }
}

/** n8n says that the trigger is registered; the service has to say the same. */
function assertRegistered(title: string, urls: readonly string[], n8nUrl: string): void {
  if (urls.some((url) => url.startsWith(`${n8nUrl}/webhook/`))) return;
  throw new Error(`n8n activated the trigger, but the ${title} emulator has no webhook for it.`);
}
