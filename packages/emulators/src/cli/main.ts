import { CommanderError } from 'commander';
import { runCli } from './run-cli';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const write = (line: string) => void process.stdout.write(`${line}\n`);

runCli(process.argv.slice(2), { write, stop: stop.signal }).catch((error: NodeJS.ErrnoException) => {
  // Commander has said what is wrong already.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
    return;
  }
  const taken = error.code === 'EADDRINUSE';
  const reason = taken
    ? 'The port is taken. Choose another one with --port, or --port 0 for any.'
    : error.message;
  process.stderr.write(`signalbox-emulator: ${reason}\n`);
  process.exitCode = 1;
});
