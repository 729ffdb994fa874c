import type { BuildOptions } from 'esbuild';
import { allowedExternals, bundleAllBut } from './allowed-externals';
import type { NodePackage } from './read-node-package';

/** What both passes of the bundler emit code for. n8n 2 needs Node 24; 20 keeps the package usable in older ones. */
export const target = 'node20';

/** One character beyond Latin-1 makes V8 hold the whole file at two bytes each, so those are escaped. */
export const charset = 'ascii';

/**
 * The first pass: everything the package registers, as ES modules in memory. Only for ES modules can esbuild move what
 * several entries use into shared chunks; `toCommonJs` then turns them into what n8n loads.
 */
export function bundleOptions({ dir, entries }: NodePackage) {
  return {
    absWorkingDir: dir,
    entryPoints: entries.map(({ source, dist }) => ({
      in: source,
      out: dist.slice('dist/'.length, -'.js'.length),
    })),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    chunkNames: 'shared/[name]-[hash]',
    charset,
    legalComments: 'inline',
    // Not the package's own tsconfig: it may extend one that a published source tree does not have.
    tsconfigRaw: '{}',
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [bundleAllBut(allowedExternals, dir)],
  } satisfies BuildOptions;
}
