import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readNodePackage } from '../bundle/read-node-package';
import { createTarball, type PackResult } from './create-tarball';
import { tarballProblems } from './tarball-problems';

/**
 * Default folder for tarballs: `.signalbox/packages` at the root of the package's workspace, or in the package itself if it is in no
 * workspace.
 */
export function defaultOutDir(packageDir: string): string {
  const start = resolve(packageDir);
  for (let dir = start; dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'pnpm-workspace.yaml'))) return join(dir, '.signalbox', 'packages');
  }
  return join(start, '.signalbox', 'packages');
}

/**
 * Packs a bundled node package into `<outDir>/<name>-<version>.tgz`, ready to publish or to install.
 *
 * @throws Error if the package is not bundled yet, or the tarball has a missing or unexpected file
 */
export async function packPackage(
  packageDir: string,
  outDir = defaultOutDir(packageDir),
): Promise<PackResult> {
  const packed = await createTarball(readNodePackage(packageDir), resolve(outDir));
  const problems = tarballProblems(packed);
  if (problems.length > 0)
    throw new Error(`${packed.path} is not fit to publish:\n- ${problems.join('\n- ')}`);
  return packed;
}
