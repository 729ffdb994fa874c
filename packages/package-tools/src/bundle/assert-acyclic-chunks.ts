import type { Metafile } from 'esbuild';

/**
 * Throws if chunks of the bundle import one another. A chunk takes names out of those it requires as soon as it is loaded,
 * so in a cycle they would be undefined, in a user's n8n.
 *
 * This is about esbuild's way of splitting. Circles between source files are `npm run lint:imports`' concern: esbuild puts
 * them into one chunk.
 *
 * @param outputs of esbuild's metafile
 */
export function assertAcyclicChunks(outputs: Metafile['outputs']): void {
  const complete = new Set<string>();
  const visit = (path: string, importers: readonly string[]): void => {
    const begun = importers.indexOf(path);
    if (begun >= 0) {
      throw new Error(
        `Files of the bundle import one another: ${[...importers.slice(begun), path].join(' -> ')}`,
      );
    }
    if (complete.has(path)) return;
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (!external && kind === 'import-statement') visit(imported, [...importers, path]);
    }
    complete.add(path);
  };
  for (const path of Object.keys(outputs)) visit(path, []);
}
