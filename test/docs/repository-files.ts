import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from './code-blocks';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.turbo', '.signalbox', 'results', 'coverage']);

/** Files whose name matches, with `/` between folders, relative to the repository. */
export function repositoryFiles(name: RegExp, folder = repository): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return repositoryFiles(name, path);
    return name.test(entry.name) ? [relative(repository, path).replaceAll('\\', '/')] : [];
  });
}
