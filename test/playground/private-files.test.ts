import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from '@signalbox/playground/internal/data-directory';
import { spawnPrivately } from '@signalbox/playground/internal/spawn-privately';

let folder: string;
const before = process.umask();
beforeEach(() => {
  // The default of most machines: others may read.
  process.umask(0o022);
  folder = mkdtempSync(join(tmpdir(), 'signalbox-private-'));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  process.umask(before);
  rmSync(folder, { recursive: true, force: true });
});

/** Permissions of users other than the owner below a folder, by path. */
function openToOthers(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(path, name)).mode & 0o077) !== 0,
  );
}
const isPrivate = (path: string) => (statSync(path).mode & 0o077) === 0;

test('a new data directory, and all that the playground writes there, is for its owner alone', () => {
  const data = new DataDirectory(join(folder, 'new', 'n8n'));
  data.lock();
  data.secrets();
  data.writeImports({ workflows: {}, credentials: {} });
  writeFileSync(data.emulatorState('beacon'), '[]', { mode: 0o600 });
  expect(isPrivate(data.path)).toBe(true);
  expect(openToOthers(data.path)).toEqual([]);
});

test('what an earlier version left open is closed: the database, its journal, the log, the key of n8n', () => {
  const path = join(folder, 'old');
  mkdirSync(join(path, '.n8n', 'binaryData'), { recursive: true });
  for (const file of [
    'playground.json',
    'imported.json',
    'n8n.log',
    '.n8n/config',
    '.n8n/database.sqlite',
    '.n8n/database.sqlite-wal',
    '.n8n/binaryData/photo',
  ]) {
    writeFileSync(join(path, file), '{}');
  }
  expect(openToOthers(path)).not.toEqual([]);
  new DataDirectory(path).lock();
  expect(isPrivate(path)).toBe(true);
  expect(openToOthers(path)).toEqual([]);
});

test('a folder of somebody else’s things stays as it is, but not what the playground has in it', () => {
  writeFileSync(join(folder, 'photo.jpg'), '');
  writeFileSync(join(folder, 'n8n.log'), '');
  mkdirSync(join(folder, '.n8n'));
  writeFileSync(join(folder, '.n8n', 'database.sqlite'), '');
  new DataDirectory(folder).lock();
  expect(isPrivate(folder)).toBe(false);
  expect(openToOthers(folder)).toEqual(['photo.jpg']);
});

test('what a program writes that the playground starts is for its owner alone, and so is its log', async () => {
  const log = join(folder, 'n8n.log');
  const child = spawnPrivately(
    process.execPath,
    ['-e', `require('fs').writeFileSync('database.sqlite', ''); require('fs').mkdirSync('nodes')`],
    { cwd: folder, logFile: log },
  );
  await once(child, 'exit');
  expect(readdirSync(folder).sort()).toEqual(['database.sqlite', 'n8n.log', 'nodes']);
  expect(openToOthers(folder)).toEqual([]);
  // Of the playground itself, nothing has changed.
  expect(process.umask()).toBe(0o022);
});

test('n8n is started so', async () => {
  // Answers in place of n8n, which is not needed to see how it would have been started.
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { N8nServer } = await import('@signalbox/playground/internal/n8n-server');
  const n8n = new N8nServer({
    port,
    logFile: join(folder, 'n8n.log'),
    env: { PATH: process.env.PATH ?? '' },
    program: [
      '-e',
      `require('fs').writeFileSync(${JSON.stringify(join(folder, 'database.sqlite'))}, ''); setInterval(() => {}, 1000)`,
    ],
  });
  await n8n.start();
  while (!existsSync(join(folder, 'database.sqlite'))) await new Promise((resolve) => setImmediate(resolve));
  await n8n.kill9();
  server.close();
  expect(openToOthers(folder)).toEqual([]);
});

test('n8n ends by itself when the playground is killed without a word', async () => {
  const script = `
    const { spawn } = require('child_process');
    const child = spawn(process.execPath, ['--require', ${JSON.stringify(
      join(__dirname, '../../packages/playground/src/end-with-parent.js'),
    )}, '-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    console.log(child.pid);
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const alive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (alive()) await new Promise((resolve) => setImmediate(resolve));
  expect(alive()).toBe(false);
});
