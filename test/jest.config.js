/** @type {import('jest').Config} */
module.exports = {
  rootDir: '..',
  // Sources as well: jest then knows which tests a source concerns.
  roots: ['<rootDir>/test', '<rootDir>/packages', '<rootDir>/credentials', '<rootDir>/nodes'],
  modulePathIgnorePatterns: ['/dist/'],
  dependencyExtractor: '<rootDir>/test/dependency-extractor.js',
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  // Nothing takes that long; on a busy machine jest's own five seconds say more about the machine than about the code.
  testTimeout: 30_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
