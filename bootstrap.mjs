// Runs a task of this repository on a machine that has nothing but Node and npm:
//
//   node bootstrap.mjs start|test|watch|conformance|versions|e2e|gate|bench [arguments of the task]
//
// It checks the machine, installs what is needed when it is needed (a pinned pnpm, the frozen lockfile, Node 24 as an npm
// package), and hands over to the task. Plain JavaScript without dependencies. The syntax is kept to what Node 12 can
// parse, so that an old Node gets a clear message instead of a syntax error.

/* global AbortSignal, fetch */

import { spawn, spawnSync } from 'child_process';
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { clearInterval, setInterval } from 'timers';
import { fileURLToPath } from 'url';

/** What a task runs, once all is installed; `node` is Node 24, and so is the one that the other programs find. */
const tasks = {
  start: ['node', '--import', 'tsx', 'packages/playground/src/main.ts'],
  test: ['turbo', 'run', 'lint:style', 'lint', 'typecheck', 'generated', 'test'],
  watch: ['jest', '-c', 'test/jest.config.js', '--watch'],
  gate: ['turbo', 'run', 'gate'],
  conformance: [
    'jest',
    '-c',
    'test/conformance/jest.config.js',
    '--json',
    '--outputFile',
    'test/results/conformance.json',
  ],
  versions: [
    'jest',
    '-c',
    'test/versions/jest.config.js',
    '--json',
    '--outputFile',
    'test/results/versions.json',
  ],
  e2e: ['jest', '-c', 'test/e2e/jest.config.js', '--json', '--outputFile', 'test/results/e2e.json'],
  bench: ['node', '--import', 'tsx', 'test/bench/index.ts'],
};

const OLDEST_NODE = 20;
/** n8n does not run on an older one. */
const TASK_NODE = 24;
/** node_modules, pnpm's store and the data of n8n take 4.5 GB; measured. */
const DISK_NEEDED_GB = 5;
/** Lines of the log that are shown when the installation fails. */
const LOG_TAIL = 25;

const root = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.signalbox-installed');
const logFile = path.join(root, '.signalbox', 'install.log');
const onWindows = process.platform === 'win32';

/** Something the person at the keyboard can put right. */
class Problem extends Error {}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof Problem ? '\n  ' + error.message.replace(/\n/g, '\n  ') + '\n' : error);
    process.exitCode = 1;
  },
);

async function main() {
  const name = process.argv[2];
  const command = Object.prototype.hasOwnProperty.call(tasks, name) ? tasks[name] : undefined;
  if (!command)
    throw problem('There is no task "' + name + '".', 'The tasks are ' + Object.keys(tasks).join(', ') + '.');
  checkNode();
  if (!isInstalled()) {
    checkPlatform();
    checkDisk();
    await checkCompiler();
    const code = await install();
    if (code !== 0) return code;
  }
  const bin = findTaskNode();
  const env = Object.assign({}, process.env, {
    PATH: [bin, path.join(modules, '.bin'), process.env.PATH].join(path.delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  });
  return await run(command[0], command.slice(1).concat(process.argv.slice(3)), {
    env: env,
    stdio: 'inherit',
  });
}

function problem(what, remedy) {
  return new Problem(what + '\n\n' + remedy);
}

function checkNode() {
  if (majorOf(process.version) >= OLDEST_NODE) return;
  throw problem(
    'This needs Node ' + OLDEST_NODE + ' or newer, and this is ' + process.version + '.',
    'Install the current one from https://nodejs.org/ or with your version manager (nvm install 24, fnm install 24).',
  );
}

function checkPlatform() {
  const supported = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
  const platform = process.platform + '-' + process.arch;
  if (supported.indexOf(platform) >= 0 || majorOf(process.version) >= TASK_NODE) return;
  throw problem(
    'There is no packaged Node ' + TASK_NODE + ' for ' + platform + '.',
    'Install Node ' + TASK_NODE + ' yourself and start again with it.',
  );
}

function checkDisk() {
  const disk = fs.statfsSync(root);
  const freeGb = (disk.bavail * disk.bsize) / 1e9;
  if (freeGb >= DISK_NEEDED_GB) return;
  throw problem(
    'The installation needs ' +
      DISK_NEEDED_GB +
      ' GB, and ' +
      root +
      ' has ' +
      freeGb.toFixed(1) +
      ' GB left.',
    'Make room, or move the folder to another disk.',
  );
}

/**
 * SQLite's addon is compiled here if its prebuilt form cannot be downloaded. Without a compiler and without the download
 * the installation would fail in the end, after minutes.
 */
async function checkCompiler() {
  const tools = onWindows ? ['python', 'cl'] : ['python3', 'make', 'c++'];
  const missing = tools.filter((tool) => !isOnPath(tool));
  if (missing.length === 0 || (await prebuiltSqliteIsThere())) return;
  const remedies = {
    linux:
      'Debian, Ubuntu:  sudo apt-get install -y python3 make g++\nFedora:          sudo dnf install -y python3 make gcc-c++',
    darwin: 'xcode-select --install   (and brew install python, if python3 is missing)',
    win32:
      'winget install Python.Python.3.13 Microsoft.VisualStudio.2022.BuildTools (workload "Desktop development with C++")',
  };
  throw problem(
    'The database of n8n has to be compiled here, and this is missing: ' + missing.join(', ') + '.',
    remedies[process.platform] || 'Install Python 3, make and a C++ compiler.',
  );
}

function isOnPath(tool) {
  const names = onWindows ? [tool + '.exe'] : [tool];
  return (process.env.PATH || '')
    .split(path.delimiter)
    .some((folder) => names.some((name) => fs.existsSync(path.join(folder, name))));
}

/** Whether the release that sqlite3's own install script asks for can be reached from here. */
async function prebuiltSqliteIsThere() {
  const lockfile = fs.readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8');
  const found = /^ {2}sqlite3@([\d.]+):/m.exec(lockfile);
  if (!found) return false;
  const file = 'sqlite3-v' + found[1] + '-napi-v6-' + process.platform + '-' + process.arch + '.tar.gz';
  const url = 'https://github.com/TryGhost/node-sqlite3/releases/download/v' + found[1] + '/' + file;
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(10000) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** What an installation is made from: as long as this stays the same, there is nothing to do. */
function fingerprint() {
  const hash = crypto.createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    hash.update(fs.readFileSync(path.join(root, file)));
  }
  return hash.update(process.platform + process.arch).digest('hex');
}

function isInstalled() {
  return fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === fingerprint();
}

/** Installs everything, and tells how it goes on one line. @returns exit code */
async function install() {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.createWriteStream(logFile);
  const begin = Date.now();
  console.log('  Installing with ' + manifest.packageManager + ' (the first time takes 2 to 5 minutes)');
  const line = statusLine(begin);
  const code = await run('npx', ['--yes', manifest.packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    // CI keeps pnpm from asking questions that nobody would see.
    env: Object.assign({}, process.env, { CI: 'true' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    onOutput(text) {
      log.write(text);
      line.read(text);
    },
  });
  line.end();
  await new Promise((resolve) => log.end(resolve));
  const seconds = Math.round((Date.now() - begin) / 1000);
  if (code === 0) {
    fs.writeFileSync(stampFile, fingerprint());
    console.log('  Installed in ' + seconds + ' s');
    return 0;
  }
  if (code > 128) return code;
  const tail = fs.readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL).join('\n');
  throw problem(
    'The installation failed after ' + seconds + ' s. The end of its log:\n\n' + tail,
    'The whole log: ' + logFile,
  );
}

/** Shows where pnpm is: in place on a terminal, as a line now and then elsewhere. */
function statusLine(begin) {
  const stream = process.stdout;
  let status = 'fetching pnpm';
  const show = () => {
    const text = '  ' + status + ' (' + Math.round((Date.now() - begin) / 1000) + ' s)';
    stream.write(stream.isTTY ? '\r\u001b[K' + text : text + '\n');
  };
  const timer = setInterval(show, stream.isTTY ? 500 : 20000);
  return {
    read(text) {
      const counts = /resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)(?![\s\S]*resolved \d)/.exec(
        text,
      );
      if (counts)
        status =
          'packages: ' +
          counts[2] +
          ' from the cache, ' +
          counts[3] +
          ' downloaded, ' +
          counts[4] +
          ' linked';
      if (/sqlite3 install/.test(text)) status = "compiling n8n's database, about a minute";
    },
    end() {
      clearInterval(timer);
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

/** Folder of a Node that n8n runs on: the installed package, or the one that runs this. */
function findTaskNode() {
  const packaged = path.join(modules, '.bin');
  const answer = spawnSync(path.join(packaged, onWindows ? 'node.cmd' : 'node'), ['--version'], {
    encoding: 'utf8',
    shell: onWindows,
  });
  if (answer.status === 0 && majorOf(answer.stdout) >= TASK_NODE) return packaged;
  if (majorOf(process.version) >= TASK_NODE) return path.dirname(process.execPath);
  throw problem(
    'There is no packaged Node ' +
      TASK_NODE +
      ' that runs on this machine (' +
      process.platform +
      '-' +
      process.arch +
      ').',
    'Install Node ' + TASK_NODE + ' yourself and start again with it.',
  );
}

function majorOf(version) {
  return Number(version.trim().replace('v', '').split('.')[0]);
}

/**
 * Runs a program until it ends, and hands on the signals that ask it to.
 * @returns its exit code, or 128 and the number of the signal that ended it
 */
function run(program, args, options) {
  const onOutput = options.onOutput;
  const child = spawn(program, args, {
    cwd: root,
    env: options.env,
    stdio: options.stdio,
    // npx, turbo and jest are scripts for cmd there.
    shell: onWindows,
  });
  const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
  const handOn = (signal) => child.kill(signal);
  Object.keys(signals).forEach((signal) => process.on(signal, handOn));
  if (onOutput) {
    child.stdout.on('data', (chunk) => onOutput(chunk.toString()));
    child.stderr.on('data', (chunk) => onOutput(chunk.toString()));
  }
  const stopWatching = whenNpmEnds(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      stopWatching();
      Object.keys(signals).forEach((name) => process.removeListener(name, handOn));
      resolve(code === null ? 128 + (signals[signal] || 9) : code);
    });
  });
}

/**
 * npm hands on SIGINT and SIGTERM, and dies of other signals without a word. What it started ends with it, whichever way
 * that is. (The scripts say `exec` because a shell in between would keep the signals; on Windows that is exec.cmd.)
 * @returns stops watching
 */
function whenNpmEnds(then) {
  // Without npm, as under nohup, it may well outlive its parent.
  if (onWindows || !process.env.npm_lifecycle_event) return () => {};
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    then();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
