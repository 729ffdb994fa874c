import { globSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * Lists the files that n8n reads beside the code: icons, the codex file of each node, and output schemas. n8n resolves all of them
 * relative to the node's file, so `dist` keeps the layout.
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
