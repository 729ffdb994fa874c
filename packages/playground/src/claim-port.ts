import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { freePort } from './free-ports';
import { PlaygroundError } from './playground-error';

const run = promisify(execFile);

/**
 * Returns `port` if it is free, or any free port for 0.
 * @param purpose who wants it, for the message: `n8n`
 * @throws PlaygroundError naming the port and, where that can be found out, the program that has it
 */
export async function claimPort(port: number, purpose: string): Promise<number> {
  if (port === 0) return await freePort();
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PlaygroundError(`${port} is not a port.`, 'Give a number between 1 and 65533.');
  }
  const code = await listenError(port);
  if (code === undefined) return port;
  if (code === 'EACCES') {
    throw new PlaygroundError(
      `You may not use port ${port} (${purpose}).`,
      'Choose one above 1023: npm start -- --port 6000',
    );
  }
  const holder = await holderOf(port);
  throw new PlaygroundError(
    `Port ${port} (${purpose}) is taken${holder ? ` by ${holder}` : ''}.`,
    `Stop that program, or choose other ports: npm start -- --port 6000`,
  );
}

function listenError(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}

/** Name and process id, where lsof or ss is installed and says so; purely a courtesy. */
async function holderOf(port: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
    const pid = /^p(\d+)/m.exec(stdout)?.[1];
    const command = /^c(.+)/m.exec(stdout)?.[1];
    if (pid) return `${command ?? 'a program'} (process ${pid})`;
  } catch {
    // Not installed, or not allowed to look.
  }
  try {
    const { stdout } = await run('ss', ['-Hltnp', `sport = :${port}`]);
    const [, command, pid] = /\(\("([^"]+)",pid=(\d+)/.exec(stdout) ?? [];
    if (pid) return `${command} (process ${pid})`;
  } catch {
    // As above.
  }
  return undefined;
}
