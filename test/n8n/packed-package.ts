import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePackage, packPackage } from '@signalbox/package-tools';
import { loadPackage, type LoadedPackage } from '@signalbox/node-harness';

/** A package bundled, packed, installed and loaded as in n8n. */
export interface PackedPackage {
  packages: LoadedPackage[];
  /** Loads the same tarball once more: new code with an empty memory, as after a restart of n8n. */
  reload(): Promise<LoadedPackage[]>;
  remove(): Promise<void>;
}

/**
 * Bundles the sources as they are now and loads the packed result. Takes about a second. It works on a copy, so that builds
 * and other test files, which write to `dist` at the same time, make no difference.
 *
 * @param service folder in nodes/
 * @param edit changes the copy of the sources before it is bundled
 */
export async function packedPackage(
  service: string,
  edit?: (packageFolder: string) => void,
): Promise<PackedPackage> {
  const source = join(__dirname, '..', '..', 'nodes', service);
  const folder = mkdtempSync(join(tmpdir(), `signalbox-${service}-`));
  const copy = join(folder, 'package');
  const built = ['node_modules', 'dist'].map((name) => join(source, name));
  cpSync(source, copy, { recursive: true, filter: (path) => !built.includes(path) });
  symlinkSync(join(source, 'node_modules'), join(copy, 'node_modules'), 'junction');
  edit?.(copy);
  await bundlePackage(copy);
  const { path } = await packPackage(copy, folder);

  const loaded: LoadedPackage[] = [];
  const reload = async () => {
    const one = await loadPackage(path);
    loaded.push(one);
    return [one];
  };
  return {
    packages: await reload(),
    reload,
    async remove() {
      await Promise.all(loaded.map((one) => one.dispose()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
