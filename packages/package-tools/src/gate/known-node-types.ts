import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The packages every n8n comes with. */
const builtIn = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

/** The node types of the pinned n8n itself, as workflows name them: `n8n-nodes-base.webhook`. */
export function knownNodeTypes(): Set<string> {
  // Only n8n depends on these packages, so they are found from where it is installed.
  const lookedIn = createRequire(require.resolve('n8n/package.json')).resolve.paths('n8n-nodes-base') ?? [];
  return new Set(
    builtIn.flatMap((name) => {
      const file = lookedIn
        .map((dir) => join(dir, name, 'dist/known/nodes.json'))
        .find((path) => existsSync(path));
      if (file === undefined)
        throw new Error(`${name} is not installed beside n8n in ${dirname(lookedIn[0] ?? '')}`);
      return Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).map((type) => `${name}.${type}`);
    }),
  );
}
