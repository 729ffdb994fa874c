/** Replaces known secret values in a text. */
export type Redact = (text: string) => string;

/** Shorter values are not secrets, and hiding every occurrence of them would make texts unreadable. */
const MIN_SECRET_CHARACTERS = 4;

const HIDDEN = '[hidden]';

/**
 * A function that hides the given secrets wherever they occur in a text: in plain, percent-, plus- and JSON-encoded
 * form, in upper and lower case of the codes. Encoders differ in which characters they leave alone, so every character is looked
 * for in each of its forms.
 */
export function redactor(secrets: readonly string[]): Redact {
  const patterns = [...new Set(secrets)]
    .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS)
    .map((secret) => new RegExp([...secret].map(anyFormOf).join(''), 'g'));
  return (text) => {
    // All are looked for in the text as it is: secrets may overlap, and hiding one first would leave the rest of the other.
    const found = [
      ...patterns.flatMap((pattern) => occurrences(text, pattern)),
      ...occurrences(text, PLACEHOLDER),
    ];
    return found.length === 0 ? text : hide(text, found);
  };
}

/** From the index of the first character to that after the last. */
type Range = readonly [start: number, end: number];

/** Where the pattern matches, overlapping matches included. */
function occurrences(text: string, pattern: RegExp): Range[] {
  const ranges: Range[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    ranges.push([match.index, match.index + match[0].length]);
    pattern.lastIndex = match.index + 1;
  }
  return ranges;
}

/** What has been hidden already stays as it is, even if a secret is a word like "hidden". */
const PLACEHOLDER = /\[hidden\]/g;

function hide(text: string, found: Range[]): string {
  let result = '';
  let hiddenTo = 0;
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    if (start >= hiddenTo) result += text.slice(hiddenTo, start) + HIDDEN;
    hiddenTo = Math.max(hiddenTo, end);
  }
  return result + text.slice(hiddenTo);
}

/** The source of a regular expression for one character in any of its forms, the longest first. */
function anyFormOf(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => hex(char.charCodeAt(index), 4));
  const forms = [units.map((unit) => `\\\\u${unit}`).join('')];
  // A lone surrogate has no UTF-8 form, so it cannot leak in one either.
  if (!/^\p{Surrogate}$/u.test(char)) {
    forms.push([...new TextEncoder().encode(char)].map((byte) => `%${hex(byte, 2)}`).join(''));
  }
  if (char === ' ') forms.push('\\+');
  if (char === '/') forms.push('\\\\/');
  forms.push(escaped(JSON.stringify(char).slice(1, -1)), escaped(char));
  return `(?:${[...new Set(forms)].join('|')})`;
}

/** A number in hexadecimal digits of either case. */
function hex(value: number, digits: number): string {
  const text = value.toString(16).padStart(digits, '0');
  return text.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
