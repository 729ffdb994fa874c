const { existsSync, readFileSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const { importSources } = require('./import-sources');

/**
 * A package is imported by name, through the entries in its `exports`: a relative path into it breaks whenever one of its
 * files moves. `internal/*` is an entry for tests only.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [
      {
        type: 'object',
        properties: { internal: { type: 'boolean' } },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ internal: false }],
    messages: {
      relative:
        'This path leads into {{other}}. Import it by that name, through an entry of its package.json.',
      internal: 'Only tests may import internal parts of another package. Use an entry of {{other}}.',
    },
  },
  create(context) {
    const [{ internal }] = context.options;
    const folder = dirname(context.filename);
    return importSources(({ node, value }) => {
      const [, other] = /^(@signalbox\/[^/]+)\/internal\//.exec(value) ?? [];
      if (other !== undefined && !internal) context.report({ node, messageId: 'internal', data: { other } });
      if (!value.startsWith('.')) return;
      const target = packageOf(dirname(resolve(folder, value)));
      if (target !== undefined && target !== packageOf(folder)) {
        context.report({ node, messageId: 'relative', data: { other: target } });
      }
    });
  },
};

/** @type {Map<string, string | undefined>} */
const names = new Map();

/** Name of the package that a folder belongs to. */
function packageOf(folder) {
  if (names.has(folder)) return names.get(folder);
  const parent = dirname(folder);
  const name = nameIn(folder) ?? (parent === folder ? undefined : packageOf(parent));
  names.set(folder, name);
  return name;
}

function nameIn(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name : undefined;
}
