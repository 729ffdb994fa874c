import { join } from 'node:path';
import { bundlePackage } from '@signalbox/package-tools';
import * as tar from 'tar';

const fixtures = join(__dirname, '..', 'fixtures');

/**
 * Bundles a fixture package as the real ones are bundled, and packs it.
 *
 * @param name of the package and its folder
 * @param outDir where the tarball goes
 * @returns path of the tarball
 */
export async function packFixture(name: string, outDir: string): Promise<string> {
  const dir = join(fixtures, name);
  await bundlePackage(dir);
  const file = join(outDir, `${name}.tgz`);
  await tar.create({ file, cwd: dir, prefix: 'package', gzip: true }, ['package.json', 'dist']);
  return file;
}
