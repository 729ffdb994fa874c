import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kebabCase } from './names.mjs';

/** Names of templates or of all services; a service or a resource with one of them could not be told from it. */
const TAKEN_RESOURCES = ['item', 'seed', 'service', 'settings', 'token', 'webhook'];

/** @typedef {true | string} Check true, or what is wrong and what to do */

/**
 * @param {string} name
 * @param {string} root of the repository
 * @returns {Check}
 */
export function checkName(name, root) {
  if (!/^[A-Za-z][A-Za-z0-9]*([ .-][A-Za-z0-9]+)*$/.test(name))
    return 'Write the name with letters and digits; words may be separated by a space, a dot or a hyphen.';
  const folder = kebabCase(name);
  if (existsSync(join(root, 'nodes', folder)))
    return `nodes/${folder} is there already. Choose another name.`;
  const places = filesThatName(folder, root);
  if (places.length === 0) return true;
  return `"${name}" occurs in the code of others, which would count as naming the service: ${places.slice(0, 3).join(', ')}. Choose a longer name, such as "${name} Cloud".`;
}

/**
 * Files that a test would take for naming the service outside its folders.
 *
 * @param {string} folder
 * @param {string} root
 */
function filesThatName(folder, root) {
  const pattern = folder.split('-').join('[-_ ]?');
  try {
    return execFileSync(
      'git',
      [
        'grep',
        '-liE',
        pattern,
        '--',
        '.',
        ':!*.md',
        ':!docs',
        ':!test/new-service',
        ':!pnpm-lock.yaml',
        ':!*.svg',
        ':!*.png',
      ],
      { cwd: root, encoding: 'utf8' },
    )
      .trim()
      .split('\n');
  } catch {
    // git grep ends with 1 if there is none.
    return [];
  }
}

/** @param {string} text @returns {Check} */
export function checkBaseUrl(text) {
  if (!URL.canParse(text)) return `"${text}" is not a URL. Write it like https://api.example.com/v1.`;
  const { protocol, search, hash, username, pathname } = new URL(text);
  if (protocol !== 'https:') return 'The base URL must begin with https://.';
  if (search || hash || username) return 'The base URL must have no user, query or fragment.';
  return (
    /^[\w./-]*$/.test(pathname) || 'The path of the base URL may have letters, digits, dots and hyphens.'
  );
}

/** @param {string} noun @returns {Check} */
export function checkResource(noun) {
  if (!/^[A-Za-z][a-z]*( [a-z]+)*$/.test(noun))
    return 'Write a noun in the singular, such as "parcel" or "power outlet".';
  return (
    !TAKEN_RESOURCES.includes(noun.toLowerCase()) ||
    `"${noun}" is a word of n8n or of the code here. Choose another one.`
  );
}
