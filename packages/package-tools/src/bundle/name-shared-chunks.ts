import { posix } from 'node:path';
import type { Metafile } from 'esbuild';
import type { Entry } from './read-node-package';

/**
 * Names every shared chunk after the entries that use it, instead of esbuild's content hash, so that names do not change with content.
 *
 * `core` is used by all entries, `nodes` by all nodes, `credentials` by all credentials; any other chunk is named after the classes
 * that use it. These names are unique because esbuild creates one chunk per set of entries that share code.
 *
 * @param outputs of esbuild's metafile, keyed by path relative to the package
 * @returns map from chunk path to new path, both relative to the package: `dist/shared/chunk-ABCDEFGH.js` to `dist/shared/core.js`
 */
export function nameSharedChunks(
  outputs: Metafile['outputs'],
  entries: readonly Entry[],
): Map<string, string> {
  const users = new Map<string, Set<Entry>>();
  const visit = (path: string, entry: Entry): void => {
    for (const { path: imported, external } of outputs[path]?.imports ?? []) {
      if (external) continue;
      const known = users.get(imported) ?? new Set<Entry>();
      if (known.has(entry)) continue;
      users.set(imported, known.add(entry));
      visit(imported, entry);
    }
  };
  for (const entry of entries) visit(entry.dist, entry);

  const names = new Map<string, string>();
  for (const [chunk, usedBy] of users) {
    const name = posix.join(posix.dirname(chunk), `${nameFor(usedBy, entries)}.js`);
    if ([...names.values()].includes(name)) {
      throw new Error(
        `Two shared chunks would both be ${name}. Is there a dynamic import()? Make it a static one.`,
      );
    }
    names.set(chunk, name);
  }
  return names;
}

function nameFor(usedBy: ReadonlySet<Entry>, entries: readonly Entry[]): string {
  const isAll = (all: readonly Entry[]): boolean =>
    all.length === usedBy.size && all.every((one) => usedBy.has(one));
  if (isAll(entries)) return 'core';
  if (isAll(entries.filter(({ kind }) => kind === 'node'))) return 'nodes';
  if (isAll(entries.filter(({ kind }) => kind === 'credential'))) return 'credentials';
  return entries.flatMap((entry) => (usedBy.has(entry) ? [entry.className] : [])).join('-');
}
