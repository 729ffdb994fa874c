import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PlaygroundError } from './playground-error';
import { sha256 } from './sha256';

const run = promisify(execFile);
const STAMP = 'signalbox-packages.json';

/**
 * Installs tarballs where n8n looks for community packages, so that node types carry the package's name as they do for
 * every user: `n8n-nodes-x.xTrigger`, not `CUSTOM.xTrigger`. Packages that n8n installed there stay.
 *
 * @param tarballs paths of .tgz files
 * @param folder `.n8n/nodes` in n8n's user folder
 * @returns whether anything changed
 * @throws PlaygroundError if npm fails, as it does for a package with runtime dependencies
 */
export async function installPackages(tarballs: readonly string[], folder: string): Promise<boolean> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stampFile = join(folder, STAMP);
  const wanted = JSON.stringify(tarballs.map((path) => [basename(path), sha256(readFileSync(path))]).sort());
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return false;

  // Removed first: npm takes a package of the same name and version for the same package.
  forgetInstalled(folder);
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest))
    writeFileSync(manifest, `${JSON.stringify({ name: 'installed-nodes', private: true })}\n`);
  const ours = Object.entries(dependenciesIn(manifest))
    .filter(([, source]) => source.startsWith('file:'))
    .map(([name]) => name);
  if (ours.length > 0) await npm(['uninstall', ...ours], folder);
  if (tarballs.length > 0) await npm(['install', ...tarballs.map((path) => resolve(path))], folder);
  writeFileSync(stampFile, wanted);
  return true;
}

/**
 * Makes the next `installPackages` install everything again, whatever is there.
 * @param folder as above
 */
export function forgetInstalled(folder: string): void {
  rmSync(join(folder, STAMP), { force: true });
}

function dependenciesIn(manifest: string): Record<string, string> {
  return (
    (JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }).dependencies ??
    {}
  );
}

async function npm(args: string[], cwd: string): Promise<void> {
  // Peer dependencies come from n8n itself. A node package has no other dependencies, so npm needs no registry.
  const options = [
    '--legacy-peer-deps',
    '--ignore-scripts',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
  ];
  try {
    await run('npm', [...args, ...options], { cwd, shell: process.platform === 'win32' });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new PlaygroundError(
      `npm could not ${args[0]} the node packages:\n${stderr.trim() || message}`,
      'A node package must not have runtime dependencies: look at its package.json.',
      { cause: error },
    );
  }
}
