import { globSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * The files n8n reads beside the code: icons (named relative to the node's file in dist, so the layout is kept), the
 * codex file of each node, and output schemas, which n8n looks up in `__schema__` beside the node's file.
 *
 * @returns paths relative to the package, sorted
 */
export function listAssets(packageDir: string): string[] {
  return globSync(
    [
      'icons/**/*.{svg,png}',
      '{nodes,credentials}/**/*.{svg,png}',
      'nodes/**/*.node.json',
      'nodes/**/__schema__/**/*.json',
    ],
    { cwd: packageDir },
  )
    .map((path) => path.split(sep).join('/'))
    .sort();
}
