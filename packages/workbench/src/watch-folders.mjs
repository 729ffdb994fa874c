import { readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Reports every change of a file in these folders and all below. One watcher for each folder, because on Linux Node's own
 * recursive watching loses a file that is replaced, which is how many editors save.
 *
 * @param {readonly string[]} folders
 * @param {(path: string) => boolean} isIgnored of a file or folder
 * @param {(path: string) => void} onChange called with the path of the file
 */
export function watchFolders(folders, isIgnored, onChange) {
  /** @type {Set<string>} */
  const watched = new Set();

  /** @param {string} folder @param {(path: string) => void} [onFile] called for the files that are there now */
  const add = (folder, onFile) => {
    if (watched.has(folder)) return;
    watched.add(folder);
    const watcher = watch(folder, (_event, name) => {
      const path = join(folder, name ?? '');
      if (!name || isIgnored(path)) return;
      if (isFolder(path)) add(path, onChange);
      else onChange(path);
    });
    watcher.on('error', () => watcher.close());
    watcher.on('close', () => watched.delete(folder));
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (isIgnored(path)) continue;
      if (isFolder(path)) add(path, onFile);
      else onFile?.(path);
    }
  };
  for (const folder of folders) add(folder);
}

/** @param {string} path */
function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
