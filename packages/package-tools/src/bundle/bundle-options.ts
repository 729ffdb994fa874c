import type { BuildOptions } from 'esbuild';
import { allowedExternals, bundleAllBut } from './allowed-externals';
import { importZodUtil } from './import-zod-util';
import type { NodePackage } from './read-node-package';

/**
 * Everything the package registers, as ES modules in memory. Only for ES modules can esbuild move what several entries use
 * into shared chunks; `toCommonJs` then turns them into what n8n loads.
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
    // n8n 2 needs Node 24; 20 keeps the package usable in older ones.
    target: 'node20',
    // CommonJS, which this becomes, has neither.
    supported: { 'top-level-await': false, 'import-meta': false },
    chunkNames: 'shared/[name]-[hash]',
    // One character beyond Latin-1 makes V8 hold the whole file at two bytes each, so those are escaped.
    charset: 'ascii',
    legalComments: 'inline',
    // Not the package's own tsconfig: it may extend one that a published source tree does not have.
    tsconfigRaw: '{}',
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [bundleAllBut(allowedExternals, dir), importZodUtil],
  } satisfies BuildOptions;
}
