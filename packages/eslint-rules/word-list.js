// The words that comments and titles of tests do without, each with what to write instead. CONTRIBUTING.md points here.

/** Words and phrases that plain English avoids, anywhere in a comment: pattern and advice. */
const COMMENT_WORDS = [
  [/\bnobody\b/i, '"no one", or name who'],
  [/\bof (its|his|her|their|our|your) own\b/i, '"its own …", "separate", or nothing'],
  [/\bfor ever\b/i, '"forever", "indefinitely" or "permanently"'],
  [/\banew\b/i, '"again"'],
  [/\bbesides\b/i, '"also", "other than" or "in addition to"'],
  [/\bmeanwhile\b/i, '"while …", "in the meantime"'],
  [/\bsurely\b/i, '"certainly", or the reason why'],
  [/\bin vain\b/i, '"without success"'],
  [/\ball the same\b/i, '"anyway", "still"'],
  [/\bshall\b/i, '"must", "should" or the present tense'],
  [/\bat once\b/i, '"immediately" or "at the same time": it means both'],
  [/\bwhatsoever\b/i, 'nothing'],
  [/\bso manieth\b/i, '"nth"'],
];

/** A comment names its subject first: "Subscriber", not "Who gets events". */
const COMMENT_OPENINGS = /^(What|Whatever|Who|Whoever|Whose|Where|Wherever|How|Whether)\b/;

/** A title of a test is a sentence that can be read without the one of the group around it. */
const TITLE_OPENINGS = /^(and|also|but|nor|of|or|so|than|that|then)\b/i;

module.exports = { COMMENT_WORDS, COMMENT_OPENINGS, TITLE_OPENINGS };
