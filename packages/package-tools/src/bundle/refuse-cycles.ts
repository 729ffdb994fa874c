import type { Metafile } from 'esbuild';

/**
 * Makes sure that every chunk is complete when another takes names out of it. esbuild puts modules that import one another
 * into one chunk, so there is no cycle unless it changes how it splits; then names would be undefined in a user's n8n.
 *
 * @param outputs of esbuild's metafile
 * @throws Error that names the chunks of a cycle
 */
export function refuseCycles(outputs: Metafile['outputs']): void {
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
