import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';

/** Folders of packages, other than packages in the root itself. */
const PARENTS = ['packages', 'nodes'];
const SINGLE = ['credentials', 'test'];

/** @returns {string[]} folders of all packages, relative to the root, with forward slashes, sorted */
export function packageFolders() {
  const nested = PARENTS.filter((parent) => existsSync(join(root, parent))).flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  return [...nested, ...SINGLE].filter((folder) => existsSync(join(root, folder, 'package.json'))).sort();
}

/**
 * Finds a package by its name or folder (`http-core`, `@signalbox/http-core`), or a path.
 *
 * @param {string} text
 * @returns {string} path relative to the root, with forward slashes
 * @throws {Problem} if there is nothing of that name
 */
export function findPart(text) {
  const named = packageFolders().find((folder) => basename(folder) === text || packageName(folder) === text);
  if (named) return named;
  // npm runs scripts in the root, whatever folder the person is in.
  for (const base of [process.env.INIT_CWD, root]) {
    if (base && existsSync(resolve(base, text)))
      return relative(root, resolve(base, text)).split(sep).join('/');
  }
  throw new Problem(
    `There is neither a package nor a path "${text}".`,
    `Name a path, or one of these packages:\n${packageFolders()
      .map((folder) => basename(folder))
      .join(', ')}`,
  );
}

/** @param {string} folder */
export function isNodePackage(folder) {
  return 'n8n' in manifestOf(folder);
}

/** @param {string} folder */
function packageName(folder) {
  return manifestOf(folder).name;
}

/** @param {string} folder @returns {Record<string, unknown>} */
export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}
