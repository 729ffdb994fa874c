const base = require('../jest.config.js');

// Generates services in a copy of the repository and runs their checks there: minutes for each. NEW_SERVICE_TRIGGER picks one.
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['**/*.new-service.ts'],
  // An installation, or a conformance run, on two cores that do something else as well.
  testTimeout: 600_000,
  maxWorkers: 1,
};
