const { importSources } = require('./import-sources');

/**
 * The package zod holds three libraries that look alike: `zod` (version 3), `zod/v4` and `zod/v4-mini`. Their schemas do not
 * mix, so each area of the repository uses one.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [{ enum: ['zod/v4', 'zod/v4-mini'] }],
    messages: { dialect: 'Import {{wanted}} here, not {{found}}.' },
  },
  create(context) {
    const [wanted] = context.options;
    return importSources(({ node, value }) => {
      if (!/^zod(\/|$)/.test(value) || value === wanted) return;
      context.report({ node, messageId: 'dialect', data: { wanted, found: value } });
    });
  },
};
