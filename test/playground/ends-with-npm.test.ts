import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '..', '..');

/** Stands for the playground: says who it is, and ends when it is told to, which it notes. */
const LIGHT_PLAYGROUND = `
import { writeFileSync } from 'node:fs';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    writeFileSync('ended', signal);
    process.exit(0);
  });
}
setInterval(() => {}, 1000);
writeFileSync('pid', String(process.pid));
`;

let folder: string;
let npm: ChildProcess | undefined;

/** The repository as `npm start` needs it, installed, with a playground that is started in a moment. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-npm-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of ['bootstrap.cjs', 'bootstrap.mjs', 'packages/workbench/src']) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  write('package.json', JSON.stringify({ name: 'light', private: true, scripts }));
  write('pnpm-lock.yaml', '');
  write('pnpm-workspace.yaml', '');
  const manifest = readFileSync(join(folder, 'package.json'));
  const installed = createHash('sha256')
    .update(manifest)
    .update(process.platform + process.arch);
  write('node_modules/.signalbox-installed', installed.digest('hex'));
  write('node_modules/tsx/package.json', JSON.stringify({ name: 'tsx', main: 'index.js' }));
  write('node_modules/tsx/index.js', '');
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
  write('packages/playground/src/main.ts', LIGHT_PLAYGROUND);
});

afterEach(() => {
  npm?.kill('SIGKILL');
  const pid = existsSync(join(folder, 'pid')) ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0;
  if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}

async function start(): Promise<number> {
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  npm = spawn('npm', ['start'], { cwd: folder, env, stdio: 'ignore' });
  const file = join(folder, 'pid');
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  return Number(readFileSync(file, 'utf8'));
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
  'npm start ends with npm by %s',
  async (signal) => {
    const pid = await start();
    const ended = once(npm!, 'exit');
    npm!.kill(signal);
    await ended;
    await until(() => !isAlive(pid));
    expect(readFileSync(join(folder, 'ended'), 'utf8')).toMatch(/^SIG(TERM|INT)$/);
  },
);

test('npm start stays as long as npm does', async () => {
  const pid = await start();
  await sleep(1_500);
  expect(isAlive(pid)).toBe(true);
});

test('without npm it stays when what started it ends, as under nohup', async () => {
  const file = join(folder, 'pid');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" bootstrap.mjs start & exit`], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  await once(shell, 'exit');
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  await sleep(1_500);
  expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(true);
});
