import { plainText, redactor } from '@signalbox/http-core/errors';

/** Characters of a foreign text that an error shows. */
const MAX_QUOTE = 300;

/** Characters of a secret that already say too much. */
const TELLING = 8;

/**
 * A foreign text as it may stand in an error: in one line, short, without secrets. Services also quote a secret in part ("key abcd… is
 * unknown"), so a text with any piece of one is left out as a whole.
 *
 * @returns '' when there is nothing to show
 */
export function quoteWithoutSecrets(text: string, secrets: readonly string[]): string {
  // Redacted before it is cut: the beginning of a secret would not be recognised later.
  const redacted = plainText(text, redactor(secrets)).slice(0, MAX_QUOTE);
  const pieces = new Set(piecesOf(redacted));
  for (const secret of secrets) {
    for (const piece of piecesOf(secret)) if (pieces.has(piece)) return '';
  }
  return redacted;
}

function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start + TELLING <= text.length; start++) yield text.slice(start, start + TELLING);
}
