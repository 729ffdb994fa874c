import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check';

/** Every node has a codex file. n8n drops a codex without `resources`, and the node's documentation link with it. */
export const codex: Check = {
  name: 'codex',
  needs: 'tarball',
  run({ nodePackage: { entries }, unpackedDir }) {
    const nodes = entries.filter(({ kind }) => kind === 'node');
    const problems = nodes.flatMap(({ dist }) => {
      const path = dist.replace(/\.js$/, '.json');
      if (!existsSync(join(unpackedDir, path))) return [`${path} is not in the tarball`];
      const { resources } = JSON.parse(readFileSync(join(unpackedDir, path), 'utf8')) as {
        resources?: object;
      };
      return Object.keys(resources ?? {}).length > 0 ? [] : [`${path} has no resources`];
    });
    return { problems, detail: `${nodes.length} files, all with resources` };
  },
};
