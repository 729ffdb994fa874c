import { join } from 'node:path';
import { context, type Plugin } from 'esbuild';
import { bundleOptions } from './bundle-options';
import { emitBundle, type BundleResult } from './emit-bundle';
import { listAssets } from './list-assets';
import { readNodePackage } from './read-node-package';

/** Outcome of one rebuild. */
export type WatchEvent = { result: BundleResult } | { error: Error };

/**
 * Bundles a package now and after every change of a source, icon, codex file or output schema, until stopped.
 * A change to `n8n` in package.json needs a restart.
 *
 * @param onBundle called after every build, including the first
 * @returns a function that stops watching
 */
export async function watchPackage(
  packageDir: string,
  onBundle: (event: WatchEvent) => void,
): Promise<() => Promise<void>> {
  const nodePackage = readNodePackage(packageDir);
  const options = bundleOptions(nodePackage);

  const watchAssets: Plugin = {
    name: 'watch-assets',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path }) => {
        if (kind !== 'entry-point') return undefined;
        const watchFiles = listAssets(nodePackage.dir).map((asset) => join(nodePackage.dir, asset));
        return { path: join(nodePackage.dir, path), watchFiles };
      });
    },
  };
  const emit: Plugin = {
    name: 'emit',
    setup(build) {
      build.onEnd((result) => {
        try {
          if (result.errors.length > 0) throw new Error(result.errors.map(({ text }) => text).join('\n'));
          onBundle({ result: emitBundle(nodePackage, result) });
        } catch (error) {
          onBundle({ error: error as Error });
        }
      });
    },
  };

  const watching = await context({ ...options, plugins: [watchAssets, ...options.plugins, emit] });
  await watching.watch();
  return () => watching.dispose();
}
