import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmodSync, closeSync, openSync } from 'node:fs';

/** Only the owner may read or change new files. */
const PRIVATE_UMASK = 0o077;

/**
 * Starts a program whose files only their owner may read, as those of n8n hold executions and credentials. Its output is
 * appended to a log, which is no different.
 */
export function spawnPrivately(
  program: string,
  args: readonly string[],
  { logFile, ...options }: Omit<SpawnOptions, 'stdio'> & { logFile: string },
): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  chmodSync(logFile, 0o600);
  // A program inherits the mask of the moment in which it is started.
  const before = process.umask(PRIVATE_UMASK);
  try {
    return spawn(program, args, { ...options, stdio: ['ignore', log, log, 'ipc'] });
  } finally {
    process.umask(before);
    closeSync(log);
  }
}
