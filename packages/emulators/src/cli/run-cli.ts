import { Command, InvalidArgumentError } from 'commander';
import { parseAssumption, type AssumptionTable, type AssumptionValue } from '../kit/assumption';
import type { EmulatorPlugin } from '../kit/emulator-plugin';
import { startEmulator } from '../kit/start-emulator';
import { assumptionLines } from './assumption-lines';
import { journalLine } from './journal-line';
import { emulatorPlugins } from '../services';

/** Output of the command line, and the signal that ends it. */
interface CliSurroundings {
  readonly write: (line: string) => void;
  /** Aborted when the emulator has to end (Ctrl-C). */
  stop: AbortSignal;
}

/**
 * Runs `signalbox-emulator <service> [options]` until it is told to stop.
 * @param args what follows the program's name
 * @throws CommanderError, already reported, for a wrong option or after `--help`; Error with a clear message for
 *   anything else, such as a port that is taken (`EADDRINUSE`)
 */
export async function runCli(args: readonly string[], surroundings: CliSurroundings): Promise<void> {
  const program = new Command('signalbox-emulator')
    .description('Runs a local double of a service, with a control room page in which you play its people.')
    .exitOverride();
  for (const plugin of emulatorPlugins()) addService(program, plugin, surroundings);
  await program.parseAsync([...args], { from: 'user' });
}

function addService(
  program: Command,
  plugin: EmulatorPlugin<unknown, object>,
  { write, stop }: CliSurroundings,
): void {
  const command = program
    .command(plugin.name)
    .description(`emulates ${plugin.title}`)
    .option('--port <port>', 'port to listen on; 0 takes any free one', parsePort, plugin.commandLine.port)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--allow-host <name>', 'another name by which it may be called (repeatable)', collect)
    .option(
      '--assume <name=value>',
      'another value for an assumption (repeatable)',
      collectAssumption(plugin.assumptions),
    )
    .option('--quiet', 'print no line for each request and delivery');
  plugin.commandLine.describe(command);
  command.action(async (parsed: Record<string, unknown>) => {
    const assume = (parsed.assume ?? {}) as Record<string, AssumptionValue>;
    const emulator = await startEmulator(plugin, {
      ...plugin.commandLine.options(parsed, assume),
      port: parsed.port as number,
      host: parsed.host as string,
      allowedHosts: parsed.allowHost as string[] | undefined,
    });
    write(`${plugin.title} emulator: ${emulator.url}`);
    write(`Control room:    ${emulator.url}/`);
    write('');
    write('Seed data (fixed test values):');
    for (const [label, value] of plugin.commandLine.seedLines(emulator.url))
      write(`  ${label.padEnd(22)} ${value}`);
    write('');
    write('Assumptions where the documentation is silent (change one with --assume name=value):');
    for (const line of assumptionLines(plugin.assumptions, assume)) write(`  ${line}`);
    write('');
    if (!parsed.quiet) emulator.journal.listen((entry) => write(journalLine(entry, emulator)));
    write('Ready. Press Ctrl-C to end.');
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      else stop.addEventListener('abort', () => resolve(), { once: true });
    });
    await emulator.close();
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
}

function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

function collectAssumption(table: AssumptionTable) {
  return (text: string, before: Record<string, AssumptionValue> = {}): Record<string, AssumptionValue> => {
    try {
      const [name, value] = parseAssumption(table, text);
      return { ...before, [name]: value };
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}
