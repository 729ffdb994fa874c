import type { Redact } from './redact';

const ESCAPE = String.fromCharCode(0x1b);

/** Sequences that colour a terminal or move its cursor (ECMA-48 §5.4). */
const TERMINAL_SEQUENCE = new RegExp(`(?:${ESCAPE}\\[|\\u009b)[0-?]*[ -/]*[@-~]`, 'g');

/** Line breaks and other control characters, and spaces of every kind. */
const BREAKS = /[\p{Cc}\p{Z}]+/gu;

/** Format characters (zero width, direction of writing, tags), parts of characters, and letters that show nothing. */
const INVISIBLE = /[\p{Cf}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** Start of a tag or a comment, as an HTML parser sees it. */
const TAG = /<(?=[a-z/!?])/gi;

/**
 * Foreign text in one line, as it can be seen: nothing in it moves, hides or turns other text in a log, a terminal or an editor.
 */
function visibleText(text: string): string {
  return text.replace(TERMINAL_SEQUENCE, ' ').replace(INVISIBLE, '').replace(BREAKS, ' ').trim();
}

/**
 * Foreign text for an error or a log: visible, without secrets, and text wherever it is shown. n8n's editor shows a description as
 * HTML, in which a space after "<" makes it a character like any other; people and logs can still read it.
 */
export function plainText(text: string, redact: Redact = (same) => same): string {
  // Twice: invisible characters may be a part of a secret, or stand in the midst of one.
  return redact(visibleText(redact(text))).replace(TAG, '< ');
}
