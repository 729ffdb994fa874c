const base = require('../jest.config.js');

// The real n8n, headless. Files are named *.e2e.ts, so that the quick tests do not pick them up.
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['**/*.e2e.ts'],
  // Starting n8n for the first time takes 10 to 15 s on two cores, and longer when something else runs.
  testTimeout: 240_000,
  // One n8n at a time.
  maxWorkers: 1,
};
