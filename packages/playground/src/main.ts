import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DataDirectory, defaultDataDir } from './data-directory';
import { findNodePackages } from './find-node-packages';
import { exampleId } from './import-examples';
import type { LogLevel } from './n8n-environment';
import type { Playground } from './playground';
import { PlaygroundError } from './playground-error';
import { consoleProgress } from './progress';
import { reloadEnvironment, reloadPackages } from './reload-packages';
import { DEFAULT_PORT, startPlayground } from './start-playground';

interface Options {
  port: number;
  data: string;
  reset?: boolean;
  package?: string[];
  reload?: boolean;
  logLevel: LogLevel;
}

/** One Ctrl-C arrives twice: from the terminal, and passed on by the process above. Only a later one means impatience. */
const REPEATED_SIGNAL_MS = 1_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const program = new Command('npm start --')
  .description(
    'A real n8n with all packages of this repository, emulators of their services and example workflows.',
  )
  .option(
    '--port <port>',
    'port of n8n; its task broker and the emulators take the ports after it',
    asPort,
    DEFAULT_PORT,
  )
  .option('--data <folder>', 'where everything is kept', defaultDataDir)
  .option('--reset', 'delete all of that first')
  .option('--package <tgz...>', 'install these tarballs instead of the packages in nodes/')
  .addOption(
    new Option(
      '--reload',
      'load a package again in the running n8n when its sources change: npm run dev',
    ).conflicts('package'),
  )
  .option('--log-level <level>', "n8n's log level: error, warn, info, debug", 'info')
  .action(run);

program.parseAsync().catch((error: Error) => {
  if (error.name === 'AbortError') console.log('  Stopped.');
  else explain(error);
  process.exitCode = 1;
});

async function run(options: Options): Promise<void> {
  const stopping = new AbortController();
  let askedAt: number | undefined;
  for (const signal of signals) {
    process.on(signal, () => {
      if (askedAt !== undefined && Date.now() - askedAt > REPEATED_SIGNAL_MS) process.exit(1);
      askedAt ??= Date.now();
      stopping.abort();
    });
  }
  // A terminal that was closed takes no text any more; that must not keep us from ending the rest.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (options.reset) new DataDirectory(options.data).reset();
  const playground = await startPlayground({
    dataDir: options.data,
    port: options.port,
    logLevel: options.logLevel,
    tarballs: options.package,
    env: options.reload ? reloadEnvironment : {},
    progress: consoleProgress(),
    signal: stopping.signal,
  });
  if (!stopping.signal.aborted) {
    console.log(welcome(playground));
    const stopReloading = options.reload ? await startReloading(playground) : undefined;
    if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
    await stopReloading?.();
  }
  console.log('\n  Stopping ...');
  await playground.stop();
  console.log('  Stopped. npm start brings everything back as it is now.');
}

async function startReloading(playground: Playground): Promise<() => Promise<void>> {
  const stop = await reloadPackages(playground, {
    packages: findNodePackages(),
    report: (text) => console.log(indented(text)),
  });
  console.log(
    '  Watching nodes, credentials and packages/http-core: a saved file is in n8n within seconds.\n',
  );
  return stop;
}

function welcome({ url, login, services, dataDir }: Playground): string {
  const lines = ['', `  n8n       ${url}`, `  login     ${login.email}`, `  password  ${login.password}`];
  for (const service of services) {
    const { plugin, playground, emulator } = service;
    lines.push(
      '',
      `  ${plugin.title}`,
      `  workflow      ${url}/workflow/${exampleId(service, playground.openFirst)}`,
    );
    lines.push(`  control room  ${emulator.url}/`);
    lines.push(...playground.steps(emulator).map((step, index) => `  ${index + 1}. ${step}`));
  }
  return [...lines, '', `  Data and log are in ${dataDir}`, '  Ctrl-C stops it all.', ''].join('\n');
}

function explain(error: Error): void {
  if (error instanceof PlaygroundError) console.error(indented(`\n${error.message}\n\n${error.remedy}\n`));
  else console.error(error);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function asPort(text: string): number {
  const port = Number(text);
  // The task broker and the emulators need some ports above it.
  if (Number.isInteger(port) && port > 0 && port < 65_500) return port;
  throw new InvalidArgumentError('It has to be a number from 1 to 65499.');
}
