import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { modules, onWindows, root } from './paths.mjs';
import { Problem } from './problem.mjs';

/** n8n does not run on an older one. */
const TASK_NODE = 24;
/** node_modules, pnpm's store and the data of n8n take 4.5 GB; measured. */
const DISK_NEEDED_GB = 5;
const PACKAGED_NODE_PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
const platform = `${process.platform}-${process.arch}`;

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const compilerRemedies = {
  linux:
    'Debian, Ubuntu:  sudo apt-get install -y python3 make g++\nFedora:          sudo dnf install -y python3 make gcc-c++',
  darwin: 'xcode-select --install   (and brew install python, if python3 is missing)',
  win32:
    'winget install Python.Python.3.13 Microsoft.VisualStudio.2022.BuildTools (workload "Desktop development with C++")',
};

/** @throws {Problem} if neither this Node nor one from npm can run n8n */
export function checkPlatform() {
  if (PACKAGED_NODE_PLATFORMS.includes(platform) || majorOf(process.version) >= TASK_NODE) return;
  throw new Problem(
    `There is no packaged Node ${TASK_NODE} for ${platform}.`,
    `Install Node ${TASK_NODE} yourself and start again with it.`,
  );
}

/** @throws {Problem} if an installation would fill the disk */
export function checkDisk(neededGb = DISK_NEEDED_GB) {
  const { bavail, bsize } = statfsSync(root);
  const freeGb = (bavail * bsize) / 1e9;
  if (freeGb >= neededGb) return;
  throw new Problem(
    `The installation needs ${neededGb} GB, and ${root} has ${freeGb.toFixed(1)} GB left.`,
    'Make room, or move the folder to another disk.',
  );
}

/**
 * SQLite's addon is compiled if its prebuilt form cannot be downloaded. Without either, the installation would fail after
 * minutes.
 *
 * @throws {Problem} naming what is missing
 */
export async function checkCompiler() {
  const tools = onWindows ? ['python', 'cl'] : ['python3', 'make', 'c++'];
  const missing = tools.filter((tool) => !isOnPath(tool));
  if (missing.length === 0 || (await prebuiltSqliteIsThere())) return;
  throw new Problem(
    `The database of n8n has to be compiled here, and this is missing: ${missing.join(', ')}.`,
    compilerRemedies[process.platform] ?? 'Install Python 3, make and a C++ compiler.',
  );
}

/**
 * @returns {string} folder of a Node that n8n runs on: the installed package, or the one that runs this
 * @throws {Problem} if there is none
 */
export function findTaskNode() {
  const packaged = join(modules, '.bin');
  const program = join(packaged, onWindows ? 'node.cmd' : 'node');
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', shell: onWindows });
  if (status === 0 && majorOf(stdout) >= TASK_NODE) return packaged;
  if (majorOf(process.version) >= TASK_NODE) return dirname(process.execPath);
  throw new Problem(
    `There is no packaged Node ${TASK_NODE} that runs on this machine (${platform}).`,
    `Install Node ${TASK_NODE} yourself and start again with it.`,
  );
}

/** @param {string} tool */
function isOnPath(tool) {
  const name = onWindows ? `${tool}.exe` : tool;
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Asks for the release that sqlite3's own install script would download. */
async function prebuiltSqliteIsThere() {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  const version = /^ {2}sqlite3@([\d.]+):/m.exec(lockfile)?.[1];
  if (!version) return false;
  const file = `sqlite3-v${version}-napi-v6-${platform}.tar.gz`;
  const url = `https://github.com/TryGhost/node-sqlite3/releases/download/v${version}/${file}`;
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.trim().replace('v', '').split('.')[0]);
}
