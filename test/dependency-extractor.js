'use strict';

const { createHash } = require('node:crypto');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

const root = join(__dirname, '..');
const nodesFolder = join(root, 'nodes');

/**
 * Tells jest which sources a test depends on beyond its imports, so that a change of a source runs the tests it concerns. Tests load
 * node packages and fixtures by name, and start programs by path:
 *
 * - `'<service>'`, `'n8n-nodes-<service>.<node>'`: all that the package registers
 * - `'../../packages/package-tools/bin/package-tools.js'`: that file
 */
module.exports = {
  /** @param {string} code @param {string} file @param {(code: string) => Set<string>} importsIn */
  extract(code, file, importsIn) {
    const dependencies = importsIn(code);
    if (!file.startsWith(__dirname + sep)) return dependencies;
    const folder = dirname(file);
    for (const { names, sources } of [...packagesIn(nodesFolder), ...packagesIn(join(folder, 'fixtures'))]) {
      if (!names.some((name) => new RegExp(`['"\`]${name}['"\`.]`).test(code))) continue;
      for (const source of sources) dependencies.add(asModule(relative(folder, source)));
    }
    for (const [, path] of code.matchAll(/'(\.\.\/[^']+\.(?:ts|js|json))'/g)) dependencies.add(path);
    return dependencies;
  },

  /** jest keeps what was extracted as long as this stays the same. */
  getCacheKey() {
    const hash = createHash('sha256').update(readFileSync(__filename));
    for (const { manifest } of packagesIn(nodesFolder)) hash.update(manifest);
    return hash.digest('hex');
  },
};

/** @param {string} parent */
function packagesIn(parent) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).flatMap((folder) => {
    const file = join(parent, folder, 'package.json');
    if (!existsSync(file)) return [];
    const manifest = readFileSync(file, 'utf8');
    const { name, n8n } = JSON.parse(manifest);
    if (!n8n) return [];
    const sources = [...(n8n.nodes ?? []), ...(n8n.credentials ?? [])].map((entry) =>
      sourceOf(join(parent, folder), entry),
    );
    return [{ names: [folder, name], manifest, sources }];
  });
}

/** Fixtures register their sources; packages what is built from them. @param {string} dir @param {string} entry */
function sourceOf(dir, entry) {
  const source = join(dir, entry.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
  return existsSync(source) ? source : join(dir, entry);
}

/** @param {string} path */
function asModule(path) {
  const module = path.split(sep).join('/');
  return module.startsWith('.') ? module : `./${module}`;
}
