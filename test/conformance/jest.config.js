const base = require('../jest.config.js');

// Every operation of every package under every fault: minutes, in which most of the time is waited for.
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['**/*.conformance.ts'],
};
