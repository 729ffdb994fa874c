import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { subscribe } from '@parcel/watcher';
import { root } from './paths.mjs';

const WATCHED = ['packages', 'credentials', 'nodes', 'test'];
const SOURCE = /\.(ts|js|mjs|cjs|json)$/;
/** Within the folders above. */
const IGNORED = [
  '**/node_modules',
  '**/dist',
  '**/.dist-*',
  '**/results',
  '**/.turbo',
  '**/.signalbox',
  '**/gate-report.json',
];
/** Editors save in several steps, and a checkout changes many files. */
const SETTLE_MS = 100;

const jest = createRequire(join(root, 'package.json')).resolve('jest/bin/jest');
const testParts = process.argv.slice(2).map(asTestPart);

/** Changed since the last run that was not interrupted. @type {Set<string>} */
const changed = new Set();
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
/** @type {NodeJS.Timeout | undefined} */
let settling;

for (const folder of WATCHED) {
  await subscribe(
    join(root, folder),
    (error, events) => {
      if (error) throw error;
      for (const { path } of events) onChange(fromRoot(path));
    },
    { ignore: IGNORED },
  );
}
const keyboard = createInterface({ input: process.stdin });
keyboard.on('line', () => runAll());
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => {
    running?.kill();
    process.exit(0);
  });
}
if (testParts.length > 0) runAll();
else announce();

/**
 * Tests lie in folders called like those of the sources: packages/http-core/src/request, test/http-core/request.
 *
 * @param {string} text
 */
function asTestPart(text) {
  return text
    .replaceAll('\\', '/')
    .replace(/^(\.\/)?(packages|nodes|test)\//, '')
    .replace(/^(n8n-nodes-|@signalbox\/)/, '')
    .replace(/(^|\/)src(\/|$)/, '/')
    .replace(/(\.test)?\.ts$|\/$/, '');
}

/** @param {string} path */
function fromRoot(path) {
  return relative(root, path).split(sep).join('/');
}

/** @param {string} file relative to the root */
function onChange(file) {
  if (!SOURCE.test(file)) return;
  changed.add(file);
  clearTimeout(settling);
  settling = setTimeout(runChanged, SETTLE_MS);
}

function runChanged() {
  const files = [...changed];
  console.log(
    `\n${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''} changed`,
  );
  run(['--findRelatedTests', ...files]);
}

function runAll() {
  run([]);
}

/** @param {string[]} args */
function run(args) {
  running?.kill();
  const child = spawn(
    process.execPath,
    [
      jest,
      '-c',
      'test/jest.config.js',
      '--filter',
      join(import.meta.dirname, 'test-filter.cjs'),
      '--passWithNoTests',
      ...args,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TEST_PARTS: testParts.join(',') },
    },
  );
  running = child;
  child.once('exit', (_code, signal) => {
    if (running !== child) return;
    running = undefined;
    if (signal === null) changed.clear();
    announce();
  });
}

function announce() {
  const where = testParts.length > 0 ? testParts.join(', ') : 'all tests';
  console.log(`Watching the sources of ${where}. Enter runs them all, Ctrl-C ends.`);
}
