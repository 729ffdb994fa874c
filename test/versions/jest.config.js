const { join } = require('node:path');
const { newestVersion, olderVersions } = require('@signalbox/n8n-versions');
const base = require('../jest.config.js');

/** Those made for this, and those whose subject depends most on what n8n-core does with a request. */
const TESTS = ['*/*.versions.ts'];
const SHARED_TESTS = ['credentials/token-renewal.test.ts', 'http-core/request/send-once.test.ts'];
const ES_MODULES = '(p-retry|is-network-error)';
const rootDir = join(__dirname, '..', '..');

/** The tests on one n8n: what requires n8n-core or n8n-workflow, n8n-core itself included, gets those of that version. */
const project = (n8n, modules = {}) => ({
  ...base,
  displayName: `n8n ${n8n}`,
  rootDir,
  testMatch: [...TESTS, ...SHARED_TESTS].map((file) => `<rootDir>/test/${file}`),
  moduleNameMapper: Object.fromEntries(Object.entries(modules).map(([name, path]) => [`^${name}$`, path])),
  globals: { n8nVersion: n8n },
  // The n8n-core of n8n 2.0 requires these, which are ES modules: Node can load them, jest has to translate them.
  transform: { ...base.transform, [`/${ES_MODULES}/.*\\.js$`]: base.transform['^.+\\.ts$'] },
  transformIgnorePatterns: [`/node_modules/(?!\\.pnpm|${ES_MODULES}/)`],
});

/** @type {import('jest').Config} */
module.exports = {
  rootDir,
  testTimeout: base.testTimeout,
  projects: [...olderVersions.map(({ n8n, modules }) => project(n8n, modules)), project(newestVersion)],
};
