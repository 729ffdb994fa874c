import { InvalidParameterError } from '@signalbox/http-core/errors';

/** Characters that a secret may contain in addition to printable ASCII. */
interface SecretRules {
  /** Name of the field as the user sees it. */
  fieldLabel: string;
  /** Spaces inside. Not in tokens, where a space is a sign of a pasted sentence or a scheme name. */
  spaces?: boolean;
  /** Letters of all scripts, where the secret is encoded before it is sent. */
  unicode?: boolean;
}

/** Control and format characters, spaces of every kind, and lone surrogates, which have no UTF-8 form. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\u115f\u1160\u3164\uffa0]/u;

/**
 * A secret that can be sent. Pasted ones often come with a line break, a space or an invisible character, which services refuse with
 * a plain 401 and Node's HTTP client with an error that shows the whole header.
 *
 * @returns the secret
 * @throws InvalidParameterError naming the field and what is wrong, never the value
 */
export function checkSecret(value: unknown, { fieldLabel, spaces, unicode }: SecretRules): string {
  const refuse = (what: string, hint: string): never => {
    throw new InvalidParameterError(
      `${fieldLabel} ${what}: ${hint}`,
      `Enter "${fieldLabel}" of the credential again.`,
    );
  };
  if (typeof value !== 'string') return refuse('is not a text', 'enter it in the credential');
  if (value === '') return refuse('is empty', 'enter it in the credential');
  if (value !== value.trim()) {
    return refuse(
      'begins or ends with white space',
      'copy it again without spaces and line breaks around it',
    );
  }
  for (const character of value) {
    const code = character.codePointAt(0)!;
    if (code > 0x20 && code < 0x7f) continue;
    if (code === 0x20 && spaces) continue;
    if (code === 0x20) {
      return refuse('contains a space', 'copy the secret itself, without a word such as "Bearer" before it');
    }
    if (unicode && !INVISIBLE.test(character)) continue;
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return refuse(`contains the character ${name}, which no such secret has`, 'copy it again');
  }
  return value;
}
