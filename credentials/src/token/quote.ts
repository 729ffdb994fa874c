import { redactor } from '@signalbox/http-core/errors';

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
export function quote(text: string, secrets: readonly string[]): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_QUOTE);
  const redacted = redactor(secrets)(line);
  return secrets.some((secret) => sharesPiece(redacted, secret)) ? '' : redacted;
}

function sharesPiece(text: string, secret: string): boolean {
  for (let start = 0; start + TELLING <= text.length; start++) {
    if (secret.includes(text.slice(start, start + TELLING))) return true;
  }
  return false;
}
