import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes `target` hold the same files as `source`. Each file is replaced in one step, and only if its content differs: n8n watches
 * the folder.
 *
 * @returns whether anything changed
 */
export function updateFolder(source: string, target: string): boolean {
  const wanted = filesIn(source);
  const changed = wanted.filter((file) => !isSame(join(source, file), join(target, file)));
  for (const file of changed) {
    const path = join(target, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, readFileSync(join(source, file)));
    renameSync(`${path}.new`, path);
  }
  const superfluous = filesIn(target).filter((file) => !wanted.includes(file));
  for (const file of superfluous) rmSync(join(target, file));
  return changed.length + superfluous.length > 0;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

function isSame(one: string, other: string): boolean {
  return existsSync(other) && readFileSync(one).equals(readFileSync(other));
}
