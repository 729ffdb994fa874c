import { SecretSearch, decodedAt } from './secret-search';
import type { Range } from './secret-search';

/** Hides secrets in a text. Never throws, and shows nothing of a text that it cannot search. */
export type Redact = (text: string) => string;

/** Shorter values are not secrets, and redacting them everywhere would make texts unreadable. */
const MIN_SECRET_CHARACTERS = 4;

/** Characters of a text that are searched and shown. All that is longer comes from a service. */
const MAX_TEXT = 10_000;

/** A code or an escape that may have lost its end. */
const CUT_CODE = /(%[\da-f]{0,2}|\\[u\da-f]{0,5})$/i;

const HIDDEN = '[hidden]';

const NOT_SEARCHED = '[hidden, since this text could not be searched for secrets]';

/**
 * A function that hides the given secrets wherever they occur in a text: in plain, percent-, plus- and JSON-encoded
 * form, in upper and lower case of the codes, and encoded twice. Encoders differ in which characters they leave alone, so every
 * character is looked for in each of its forms.
 */
export function redactor(secrets: readonly string[]): Redact {
  let search: SecretSearch | undefined;
  return (text) => {
    const isCut = text.length > MAX_TEXT;
    const shown = isCut ? text.slice(0, MAX_TEXT).replace(CUT_CODE, '') : text;
    try {
      // Made for the first text: most executions have none.
      search ??= searchFor(secrets);
      const ranges = search.rangesIn(shown, isCut);
      const { decoded, places } = decodedOnce(shown);
      if (decoded !== shown) {
        for (const [start, end] of search.rangesIn(decoded, isCut))
          ranges.push([places[start]!, places[end]!]);
      }
      return hide(shown, ranges) + (isCut ? '…' : '');
    } catch {
      return NOT_SEARCHED;
    }
  };
}

/** A placeholder stays as it is, even if a secret is a word of it. */
function searchFor(secrets: readonly string[]): SecretSearch {
  return new SecretSearch([...secrets.filter(({ length }) => length >= MIN_SECRET_CHARACTERS), HIDDEN]);
}

/**
 * A text with its codes and escapes read, for what was encoded twice, and the place of each of its characters in the text. A
 * plus stays, since it may be one.
 */
function decodedOnce(text: string): { decoded: string; places: number[] } {
  const pieces: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length;) {
    const [code, length] = decodedAt(text, at) ?? [text.charCodeAt(at), 1];
    const piece = String.fromCodePoint(code);
    pieces.push(piece);
    for (let unit = 0; unit < piece.length; unit++) places.push(at);
    at += length;
  }
  return { decoded: pieces.join(''), places: [...places, text.length] };
}

/** All secrets are looked for before one is hidden: they may overlap, and the rest of one would be left. */
function hide(text: string, ranges: readonly Range[]): string {
  let result = '';
  let hiddenTo = -1;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (start > hiddenTo) result += text.slice(Math.max(hiddenTo, 0), start) + HIDDEN;
    hiddenTo = Math.max(hiddenTo, end);
  }
  return result + text.slice(Math.max(hiddenTo, 0));
}
