import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { readNodePackage } from '@signalbox/package-tools';

/**
 * Loads the bundle of a package and constructs its nodes and credentials, as n8n will. n8n drops all nodes of a package before it
 * loads them again, so what cannot be loaded must not reach it.
 *
 * @throws whatever the code throws
 */
export function loadBundle(packageDir: string): void {
  const { entries } = readNodePackage(packageDir);
  const dir = realpathSync(packageDir);
  const load = createRequire(join(dir, 'package.json'));
  const loadedBefore = Object.keys(load.cache).filter((path) => path.startsWith(join(dir, 'dist') + sep));
  for (const path of loadedBefore) delete load.cache[path];
  for (const { dist, className } of entries) {
    const module = load(join(dir, dist)) as Record<string, new () => unknown>;
    new module[className]!();
  }
}
