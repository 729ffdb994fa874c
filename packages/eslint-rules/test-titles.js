const { TITLE_OPENINGS } = require('./word-list');

const RUNNERS = new Set(['describe', 'it', 'test']);

/**
 * In a report the title of a test stands alone, so it cannot begin as the second half of a sentence.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      opening: 'Write a whole sentence: a title that begins with "{{found}}" means nothing by itself.',
    },
  },
  create(context) {
    return {
      CallExpression({ callee, arguments: [title] }) {
        if (!RUNNERS.has(runner(callee)) || title === undefined) return;
        const text = String(title.type === 'TemplateLiteral' ? title.quasis[0].value.cooked : title.value);
        const [found] = TITLE_OPENINGS.exec(text) ?? [];
        if (found) context.report({ node: title, messageId: 'opening', data: { found } });
      },
    };
  },
};

/** `test` of `test(…)`, `test.only(…)`, `test.each(…)(…)` and of test.each with a tagged table. */
function runner(callee) {
  if (callee.type === 'CallExpression') return runner(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return runner(callee.tag);
  if (callee.type === 'MemberExpression') return runner(callee.object);
  return callee.name;
}
