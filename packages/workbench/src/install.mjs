import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCompiler, checkDisk, checkPlatform } from './machine.mjs';
import { modules, onWindows, root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { runProgram } from './run-program.mjs';
import { manifestOf, packageFolders } from './workspace.mjs';

const stampFile = join(modules, '.signalbox-installed');
const INSTALL = ['install', '--frozen-lockfile'];
/** Codes above it are those of signals. */
const ENDED_BY_SIGNAL = 128;

/** @typedef {'missing' | 'stale' | 'current'} InstallState */

/** @returns {InstallState} */
export function installState() {
  if (!existsSync(stampFile)) return 'missing';
  return readFileSync(stampFile, 'utf8') === fingerprint() ? 'current' : 'stale';
}

/** @throws {Problem} if the machine lacks something, or pnpm fails */
export async function installIfNeeded() {
  if (installState() === 'current') return;
  checkPlatform();
  checkDisk();
  await checkCompiler();
  const pnpm = pinnedPnpm();
  console.log(`  Installing with ${pnpm} (the first time takes 2 to 5 minutes)`);
  // A node_modules that does not fit any more is replaced without asking.
  const code = await runProgram('npx', ['--yes', pnpm, ...INSTALL, '--config.confirm-modules-purge=false']);
  if (code > ENDED_BY_SIGNAL) process.exit(code);
  if (code !== 0) {
    checkLockfile();
    throw new Problem(
      'The installation failed; the reason is above.',
      'npm run doctor checks the machine. If the network failed, run the same command again: it continues.',
    );
  }
  writeFileSync(stampFile, fingerprint());
}

/** @throws {Problem} if a package.json asks for something that the lockfile does not have */
export function checkLockfile() {
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['--yes', pinnedPnpm(), ...INSTALL, '--lockfile-only'],
    {
      cwd: root,
      encoding: 'utf8',
      shell: onWindows,
    },
  );
  if (status === 0) return;
  throw new Problem(
    `pnpm does not accept pnpm-lock.yaml for the package.json files as they are now:\n${`${stdout}${stderr}`.trim()}`,
    `If you changed dependencies, bring it up to date and commit it with them:\n  npx ${pinnedPnpm()} install --no-frozen-lockfile`,
  );
}

/** As package.json names it, with the version. */
function pinnedPnpm() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return String(manifest.packageManager);
}

/** Nothing has to be installed as long as the inputs of the installation are the same. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    hash.update(readFileSync(join(root, file)));
  }
  for (const folder of packageFolders()) hash.update(dependenciesOf(folder));
  return hash.update(process.platform + process.arch).digest('hex');
}

/** Other fields, such as a version or a script, need no installation. @param {string} folder */
function dependenciesOf(folder) {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifestOf(folder);
  return JSON.stringify([dependencies, devDependencies, optionalDependencies, peerDependencies]);
}
