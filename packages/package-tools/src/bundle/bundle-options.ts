import type { BuildOptions } from 'esbuild';
import { allowedExternals, bundleAllBut } from './allowed-externals';
import { trimZod } from './trim-zod';
import type { NodePackage } from './read-node-package';

/**
 * Options that bundle every entry of the package into ES modules in memory. esbuild supports shared chunks only for ES modules;
 * `toCommonJs` converts them to the format that n8n loads.
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
    // n8n 2 needs Node 24, but older versions of n8n run on 20.
    target: 'node20',
    // CommonJS supports neither.
    supported: { 'top-level-await': false, 'import-meta': false },
    chunkNames: 'shared/[name]-[hash]',
    // A single character beyond Latin-1 makes V8 store the whole file with two bytes per character.
    charset: 'ascii',
    legalComments: 'inline',
    // The package's tsconfig may extend one outside the package, which a published source tree does not have.
    tsconfigRaw: '{}',
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [bundleAllBut(allowedExternals, dir), trimZod],
  } satisfies BuildOptions;
}
