// The list of older versions is package.json: an entry "n8n-core-1.100" is the n8n-core of n8n 1.100, and "n8n-workflow-1.100"
// the n8n-workflow that belongs to it.
const { createRequire } = require('node:module');
const { dependencies } = require('./package.json');

/** @type {import('./index').OlderN8n[]} */
const olderVersions = Object.keys(dependencies)
  .flatMap((name) => /^n8n-core-(\d+\.\d+)$/.exec(name)?.[1] ?? [])
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  .map((n8n) => ({
    n8n,
    modules: {
      'n8n-core': require.resolve(`n8n-core-${n8n}`),
      'n8n-workflow': require.resolve(`n8n-workflow-${n8n}`),
      'n8n-workflow/package.json': require.resolve(`n8n-workflow-${n8n}/package.json`),
    },
  }));

const newestVersion = require('n8n/package.json').version.split('.').slice(0, 2).join('.');
const requireFromN8n = createRequire(require.resolve('n8n/package.json'));

module.exports = { newestVersion, olderVersions, requireFromN8n };
