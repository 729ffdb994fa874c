const packageImports = require('./package-imports');
const plainComments = require('./plain-comments');
const testTitles = require('./test-titles');
const zodDialect = require('./zod-dialect');

/** @type {import('eslint').ESLint.Plugin} */
module.exports = {
  meta: { name: '@signalbox/eslint-rules' },
  rules: {
    'package-imports': packageImports,
    'plain-comments': plainComments,
    'test-titles': testTitles,
    'zod-dialect': zodDialect,
  },
};
