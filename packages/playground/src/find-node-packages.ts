import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root';

/** Folders of all packages in nodes/ that hold n8n nodes: those whose package.json has an `n8n` field. */
export function findNodePackages(root = repositoryRoot): string[] {
  const parent = join(root, 'nodes');
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
    .filter((dir) => {
      const manifest = join(dir, 'package.json');
      return existsSync(manifest) && 'n8n' in (JSON.parse(readFileSync(manifest, 'utf8')) as object);
    })
    .sort();
}
