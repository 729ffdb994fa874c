import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './code-blocks';

const pages = [
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/glossary.md',
  ...readdirSync(join(repository, 'docs/decisions')).map((file) => `docs/decisions/${file}`),
];

/** Rooms are named as in the core, such as `webhook/verify/`. */
const ROOTS = ['.', 'packages/http-core/src'];

const PATH = /^\.?[\w@<>-]+(?:\/[\w@<>.-]*)+$|^\.?[\w-]+\.(?:m?js|ts|md)$/;
const MODULE = /^zod\//;

/** Folders that a path stands for, one for each service if it has a placeholder. */
function spelledOut(path: string): string[] {
  if (!path.includes('<service>')) return [path];
  return readdirSync(join(repository, 'nodes')).map((service) => path.replaceAll('<service>', service));
}

/** Paths in backquotes and rooms in diagrams; a star, an ellipsis or another placeholder makes a path an example. */
function pathsIn(page: string): string[] {
  const text = readFileSync(join(repository, page), 'utf8');
  const rooms = [...text.matchAll(/^ *participant \w+ as (\S+\/)$/gm)];
  const quoted = [...text.replaceAll(/^ *```[^]*?^ *```/gm, '').matchAll(/`([^`\s]+)`/g)];
  return [...rooms, ...quoted]
    .map(([, path]) => path!)
    .filter((path) => PATH.test(path) && !MODULE.test(path));
}

test.each(pages)('every path that is named exists: %s', (page) => {
  const missing = pathsIn(page)
    .flatMap(spelledOut)
    .filter((path) => !ROOTS.some((root) => existsSync(join(repository, root, path))));
  expect(missing).toEqual([]);
});

test('the pages name paths', () => {
  expect(pathsIn('ARCHITECTURE.md')).toEqual(
    expect.arrayContaining(['packages/http-core', 'request/retry/', 'webhook/state/']),
  );
});
