import { runCli } from '@signalbox/emulators/internal/cli/run-cli';

/**
 * Runs the command line of the emulators in this process while `during` runs, on any free port.
 *
 * @param during gets the URL of the emulator, and the lines printed so far
 * @returns all printed lines
 */
export async function whileRunning(
  [service, ...args]: [service: string, ...args: string[]],
  during: (url: string, lines: readonly string[]) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const stop = new AbortController();
  const lines: string[] = [];
  let ready!: () => void;
  const started = new Promise<void>((resolve) => (ready = resolve));
  const ended = runCli([service, '--port', '0', ...args], {
    write: (line) => {
      lines.push(line);
      if (line.startsWith('Ready')) ready();
    },
    stop: stop.signal,
  });
  await Promise.race([started, ended]);
  try {
    await during(lines[0]!.replace(/^.* emulator: /, ''), lines);
  } finally {
    stop.abort();
  }
  await ended;
  return lines;
}
