import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requireFromN8n } from '@signalbox/n8n-versions';

const BUNDLED_NODE_PACKAGES = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

/** The node types that ship with n8n, as workflows name them: `n8n-nodes-base.webhook`. */
export function knownNodeTypes(): Set<string> {
  // Only n8n depends on these packages, so they are resolved from its folder.
  const lookedIn = requireFromN8n.resolve.paths('n8n-nodes-base') ?? [];
  return new Set(
    BUNDLED_NODE_PACKAGES.flatMap((name) => {
      const file = lookedIn
        .map((dir) => join(dir, name, 'dist/known/nodes.json'))
        .find((path) => existsSync(path));
      if (file === undefined)
        throw new Error(`${name} is not installed beside n8n in ${dirname(lookedIn[0] ?? '')}`);
      return Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).map((type) => `${name}.${type}`);
    }),
  );
}
