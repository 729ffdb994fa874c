import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * pnpm links a workspace package only where a package.json names it.
 *
 * @param {string} root of the repository
 * @param {string} name of the new package
 */
export function addTestDependency(root, name) {
  const file = join(root, 'test', 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const dependencies = Object.entries({ ...manifest.dependencies, [name]: 'workspace:*' });
  manifest.dependencies = Object.fromEntries(dependencies.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
  return 'test/package.json names the new package';
}

/**
 * Brings the lockfile up to date, installs, and generates, lints and formats what was written.
 *
 * @param {string} root of the repository
 * @param {string} service name of the three folders
 */
export async function finish(root, service) {
  const folders = [`nodes/${service}`, `packages/emulators/src/${service}`, `test/${service}`];
  await run(root, 'pnpm', ['install', '--no-frozen-lockfile', '--lockfile-only', '--prefer-offline']);
  await run(root, process.execPath, ['bootstrap.cjs', 'setup']);
  await run(root, process.execPath, [
    'packages/workbench/src/fix.mjs',
    ...folders,
    `docs/services/${service}.md`,
  ]);
  return `${folders.join(', ')} are complete. docs/new-service.md continues from here.`;
}

/**
 * Runs a program whose output matters only if it fails.
 *
 * @param {string} cwd
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<void>}
 */
function run(cwd, program, args) {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')} failed:\n${output}`)),
    );
  });
}
