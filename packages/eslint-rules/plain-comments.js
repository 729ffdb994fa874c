const { COMMENT_OPENINGS, COMMENT_WORDS } = require('./word-list');

/**
 * Comments are plain English: none of the words of the list, and the subject first.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      word: 'Avoid "{{found}}" in comments: write {{advice}}.',
      opening:
        'Do not begin a comment with "{{found}}": begin with the noun, or with a verb in the third person.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const { loc, text } of paragraphs(context.sourceCode.getAllComments())) {
          const [opening] = COMMENT_OPENINGS.exec(text) ?? [];
          if (opening) context.report({ loc, messageId: 'opening', data: { found: opening } });
          for (const [word, advice] of COMMENT_WORDS) {
            const [found] = word.exec(text) ?? [];
            if (found) context.report({ loc, messageId: 'word', data: { found, advice } });
          }
        }
      },
    };
  },
};

/** Comments as they are read: lines of `//` below each other are one, and the asterisks of a block are no text. */
function paragraphs(comments) {
  const read = [];
  for (const { type, value, loc } of comments) {
    const before = read.at(-1);
    if (type === 'Line' && before?.type === 'Line' && before.loc.end.line === loc.start.line - 1) {
      before.text += ` ${value.trim()}`;
      before.loc = { start: before.loc.start, end: loc.end };
    } else {
      read.push({
        type,
        loc,
        text: value
          .replace(/^\s*\*+ ?/gm, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      });
    }
  }
  return read;
}
